from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("postings", "0001_initial")]
    operations = [enable("postings_stairwellnotice", "place")]
