from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_sheets")]
    operations = [enable("contacts_roundsheet", "people")]
