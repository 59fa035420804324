from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("observation", "0017_case_lists")]
    operations = [enable("observation_caselist", "people")]
