from django.db import migrations

from wanli.ground.rowsecurity import enable


def seen_with(column: str) -> str:
    """Whoever sees the person sees the row, wherever the person moves."""
    return f"EXISTS (SELECT FROM people_person p WHERE p.id = {column})"


class Migration(migrations.Migration):
    dependencies = [("people", "0009_duplicates")]
    operations = [
        enable(table, "people", columns=(), or_when=seen_with(column))
        for tables, column in (
            (("people_different", "people_differentevent"), "one_id"),
            (("people_merge", "people_mergeevent"), "survivor_id"),
        )
        for table in tables
    ]
