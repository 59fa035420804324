from pathlib import Path

from django.db import migrations

FIND = (Path(__file__).parent.parent / "sql" / "find.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0013_lists_in_order")]
    operations = [migrations.RunSQL(FIND, migrations.RunSQL.noop)]
