from django.db import migrations

from wanli.ground.rowsecurity import ANCESTORS, enable

# A list binds everybody below its place, who may therefore read it once it holds.
ADOPTED_ABOVE = f"adopted_at IS NOT NULL AND {ANCESTORS}"


class Migration(migrations.Migration):
    dependencies = [("arrivals", "0006_sorting")]
    operations = [
        enable("arrivals_areanotice", "place", also_read=ADOPTED_ABOVE),
        enable("arrivals_keyarea", "place", also_read=ANCESTORS),
        enable("arrivals_keyareaevent", "place", also_read=ANCESTORS),
        enable("arrivals_verdict", "people"),
    ]
