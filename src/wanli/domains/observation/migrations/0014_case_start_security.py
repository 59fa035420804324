from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("observation", "0013_case_start")]
    operations = [
        enable("observation_start", "people"),
        enable("observation_startevent", "people"),
        enable("observation_issued", "people"),
        enable("observation_issuedevent", "people"),
        enable("observation_signedpaper", "people"),
    ]
