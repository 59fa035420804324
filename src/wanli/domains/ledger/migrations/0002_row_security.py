from pathlib import Path

from django.db import migrations

from wanli.ground.rowsecurity import append_only, enable

TRIGGERS = (Path(__file__).parent.parent / "sql" / "triggers.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("places", "0002_row_security")]
    operations = [
        enable("ledger_entry", "place"),
        enable("ledger_tail", "place"),
        enable("ledger_stock", "place"),
        enable("ledger_day", "place"),
        append_only("ledger_entry"),
        migrations.RunSQL(
            TRIGGERS,
            "DROP TRIGGER ledger_entry_booked ON ledger_entry;DROP FUNCTION ledger_entry_booked()",
        ),
    ]
