from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("observation", "0001_initial")]
    operations = [
        enable("observation_case", "people"),
        enable("observation_caseevent", "people"),
        enable("observation_termchange", "people"),
        enable("observation_check", "people"),
        enable("observation_checkevent", "people"),
    ]
