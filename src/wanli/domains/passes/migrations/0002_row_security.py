from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("passes", "0001_initial")]
    operations = [enable("passes_hold", "people"), enable("passes_holdevent", "people")]
