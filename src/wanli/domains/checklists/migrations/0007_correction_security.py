from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("checklists", "0006_corrections")]
    operations = [enable("checklists_correction", "people")]
