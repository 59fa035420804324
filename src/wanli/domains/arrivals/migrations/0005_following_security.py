from django.db import migrations

from wanli.ground.rowsecurity import enable

BOTH = ("path", "path_to")


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0004_following")]
    operations = [
        enable("arrivals_groupchat", "people"),
        enable("arrivals_handover", "people", columns=BOTH),
        enable("arrivals_handoverevent", "people", columns=BOTH),
    ]
