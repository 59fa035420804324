from django.db import migrations

from wanli.ground.rowsecurity import enable

TABLES = ("cared", "caredevent", "visit", "visitevent", "offer", "offerevent")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0003_care")]
    operations = [enable(f"contacts_{table}", "people") for table in TABLES]
