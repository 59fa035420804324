from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("routines", "0001_initial")]
    operations = [
        enable("routines_routinecheck", "place"),
        enable("routines_routinecheckevent", "place"),
    ]
