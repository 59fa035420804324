from django.db import migrations

from wanli.ground.rowsecurity import OWN_ROW, enable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        enable("accounts_seat", "place"),
        enable("accounts_seatevent", "place"),
        enable("accounts_post", "place", also_read=OWN_ROW),
        enable("accounts_postevent", "place", also_read=OWN_ROW),
    ]
