from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_place_merges")]
    operations = [
        enable("ledger_placemerge", "place"),
        enable("ledger_mergedrow", "place"),
    ]
