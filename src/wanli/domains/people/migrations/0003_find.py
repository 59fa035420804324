from pathlib import Path

from django.db import migrations

FIND = (Path(__file__).parent.parent / "sql" / "find.sql").read_text(encoding="utf-8")

# Every role that may read persons may search them: whoever has SELECT by default privileges.
GRANT = """
DO $$ DECLARE reader record; BEGIN
    FOR reader IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'people_person' AND privilege_type = 'SELECT' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION
            people_find(text, text, bytea[], bytea[], int) TO %I', reader.grantee);
    END LOOP;
END $$"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security")]
    operations = [
        migrations.RunSQL(
            [
                "CREATE INDEX person_name ON people_person (name text_pattern_ops)",
                "CREATE INDEX person_pinyin ON people_person (pinyin text_pattern_ops)",
                "CREATE INDEX person_initials ON people_person (initials)",
            ],
            ["DROP INDEX person_name", "DROP INDEX person_pinyin", "DROP INDEX person_initials"],
        ),
        migrations.RunSQL(FIND, "DROP FUNCTION people_find(text, text, bytea[], bytea[], int)"),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
