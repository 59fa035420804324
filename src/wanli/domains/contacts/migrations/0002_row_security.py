from django.db import migrations

from wanli.ground.rowsecurity import enable

TABLES = ("round", "home", "contact", "contactevent")


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [enable(f"contacts_{table}", "people") for table in TABLES]
