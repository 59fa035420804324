from pathlib import Path

from django.db import migrations, models

import wanli.ground.fields

PROGRESS = Path(__file__).parent.parent / "sql" / "progress.sql"


class Migration(migrations.Migration):
    dependencies = [("canvass", "0006_progress"), ("places", "0005_retired")]
    operations = [
        migrations.AddIndex(
            model_name="door",
            index=models.Index(
                models.F("campaign"),
                models.OrderBy(models.F("visited_at"), nulls_first=True),
                models.Func(
                    models.F("path"),
                    0,
                    -1,
                    function="subpath",
                    output_field=wanli.ground.fields.PathField(),
                ),
                name="door_in_order",
            ),
        ),
        migrations.RunSQL(PROGRESS.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
