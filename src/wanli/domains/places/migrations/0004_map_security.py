from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("places", "0003_maps")]
    operations = [
        enable("places_mapsheet", "place"),
        enable("places_mapshape", "place"),
    ]
