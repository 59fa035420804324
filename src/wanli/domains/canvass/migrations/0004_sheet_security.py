from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("canvass", "0003_sheets")]
    operations = [
        enable("canvass_sheet", "people"),
        enable("canvass_sheetphoto", "people"),
    ]
