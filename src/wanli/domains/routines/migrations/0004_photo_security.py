from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("routines", "0003_photos")]
    operations = [enable("routines_routinephoto", "place")]
