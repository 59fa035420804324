from django.db import migrations

from wanli.ground.rowsecurity import ANCESTORS, append_only, enable


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("places", "0002_row_security")]
    operations = [
        # Whether the response is over concerns everybody below the place.
        enable("privacy_responseend", "place", also_read=ANCESTORS),
        enable("privacy_responseendevent", "place", also_read=ANCESTORS),
        # What belongs to no place is put down at the root: numbers, for every privacy officer.
        enable("privacy_deletion", "audit", also_read="path = 'w'::ltree"),
        append_only("privacy_deletion"),
    ]
