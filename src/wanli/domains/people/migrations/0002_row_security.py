from django.db import migrations

from wanli.ground.rowsecurity import enable

BOTH = ("path", "registered_path")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("places", "0002_row_security")]
    operations = [
        enable("people_household", "people"),
        enable("people_householdevent", "people"),
        enable("people_person", "people", columns=BOTH),
        enable("people_personevent", "people", columns=BOTH),
        enable("people_residence", "people"),
        enable("people_residenceevent", "people"),
        enable("people_phone", "people"),
        enable("people_phoneevent", "people"),
        enable("people_keymark", "people"),
        enable("people_keymarkevent", "people"),
    ]
