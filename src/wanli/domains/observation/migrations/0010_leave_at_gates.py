"""Who minds a gate sees the leaves of its compound, and nobody else for living or working there."""

from __future__ import annotations

from django.db import migrations

from wanli.ground.rowsecurity import subtrees

PEOPLE, GATES, PLACES = subtrees("people"), subtrees("gates"), subtrees("place")
NOW = (
    f"path <@ ANY {PEOPLE} OR gate <@ ANY {GATES}"
    f" OR (gate <> ''::ltree AND gate @> ANY {GATES})"
)
BEFORE = f"path <@ ANY {PEOPLE} OR gate @> ANY {PLACES}"
ALTER = "ALTER POLICY wanli_scope ON {table} USING ({test}) WITH CHECK ({test})"


class Migration(migrations.Migration):
    dependencies = [("observation", "0009_hand_over_security")]
    operations = [
        migrations.RunSQL(
            ALTER.format(table=table, test=NOW), ALTER.format(table=table, test=BEFORE)
        )
        for table in ("observation_leave", "observation_leaveevent")
    ]
