from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("observation", "0005_ladder")]
    operations = [
        enable("observation_ladderstop", "people"),
        enable("observation_ladderstopevent", "people"),
    ]
