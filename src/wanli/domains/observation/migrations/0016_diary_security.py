from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("observation", "0015_diaries")]
    operations = [
        enable("observation_diary", "people"),
        enable("observation_diaryphoto", "people"),
    ]
