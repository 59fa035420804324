from django.db import migrations

from wanli.ground.rowsecurity import ANCESTORS, enable


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        enable("places_place", "place", also_read=ANCESTORS),
        enable("places_placeevent", "place"),
    ]
