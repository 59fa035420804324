from django.db import migrations

# A person's page shows her history: found by her id, not by reading everybody's.
INDEXES = (
    ("people_personevent", "id"),
    ("people_residenceevent", "person_id"),
    ("people_phoneevent", "person_id"),
    ("people_keymarkevent", "person_id"),
)


class Migration(migrations.Migration):
    dependencies = [("people", "0007_policy_uses_indexes")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {table}_of_person ON {table} ({column})",
            f"DROP INDEX {table}_of_person",
        )
        for table, column in INDEXES
    ]
