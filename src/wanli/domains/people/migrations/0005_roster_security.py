from django.db import migrations

from wanli.ground.rowsecurity import enable


class Migration(migrations.Migration):
    dependencies = [("people", "0004_rosters")]
    operations = [enable("people_roster", "people"), enable("people_rosterperson", "people", elidable=True)]
