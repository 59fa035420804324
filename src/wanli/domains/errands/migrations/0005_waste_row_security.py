from django.db import migrations

from wanli.ground.rowsecurity import enable

TABLES = (
    "wasteround", "wasteroundevent", "wastestop", "wastestopevent", "wastecount", "wastehandover",
)


class Migration(migrations.Migration):
    dependencies = [("errands", "0004_waste")]
    operations = [enable(f"errands_{table}", "errands") for table in TABLES]
