from pathlib import Path

from django.db import migrations

TAKEN = (Path(__file__).parent.parent / "sql" / "taken.sql").read_text(encoding="utf-8")

# As people_find: whoever has SELECT by default privileges may ask.
GRANT = """
DO $$ DECLARE reader record; BEGIN
    FOR reader IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_name = 'people_person' AND privilege_type = 'SELECT' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION people_taken(bytea[]) TO %I', reader.grantee);
    END LOOP;
END $$"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_roster_security")]
    operations = [
        migrations.RunSQL(TAKEN, "DROP FUNCTION people_taken(bytea[])"),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
