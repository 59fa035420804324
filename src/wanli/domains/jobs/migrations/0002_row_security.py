from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial"), ("places", "0002_row_security")]
    operations = [enable("jobs_job", "place")]
