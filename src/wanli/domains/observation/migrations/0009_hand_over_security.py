from django.db import migrations

from wanli.ground.rowsecurity import enable

BOTH = ("path", "path_to")


class Migration(migrations.Migration):
    dependencies = [("observation", "0008_hand_over")]
    operations = [
        enable("observation_handover", "people", columns=BOTH),
        enable("observation_handoverevent", "people", columns=BOTH),
    ]
