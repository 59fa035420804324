from django.db import migrations

from wanli.ground.rowsecurity import OWN_ROW, enable


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        enable("notices_channel", "place"),
        enable("notices_channelevent", "place"),
        enable("notices_message", "people", or_when=OWN_ROW),
    ]
