from django.db import migrations

from wanli.ground.rowsecurity import enable, subtrees

# Who works inside a campaign reads its name and questions, though it may begin above her place.
INSIDE = f"path @> ANY {subtrees('people')}"


class Migration(migrations.Migration):
    dependencies = [("canvass", "0001_initial")]
    operations = [
        enable("canvass_campaign", "people", also_read=INSIDE),
        enable("canvass_campaignevent", "people", also_read=INSIDE),
        enable("canvass_door", "people"),
        enable("canvass_doorevent", "people"),
        enable("canvass_visit", "people"),
    ]
