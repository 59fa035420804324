from pathlib import Path

from django.db import migrations

from wanli.ground.rowsecurity import owners_function

PROGRESS = Path(__file__).parent.parent / "sql" / "progress.sql"


class Migration(migrations.Migration):
    dependencies = [("canvass", "0005_plan")]
    operations = owners_function(
        PROGRESS.read_text(encoding="utf-8"),
        "canvass_progress(ltree[], uuid, boolean)",
        like="canvass_door",
    )
