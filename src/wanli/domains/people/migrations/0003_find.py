from pathlib import Path

from django.db import migrations

from wanli.ground.rowsecurity import owners_function

FIND = (Path(__file__).parent.parent / "sql" / "find.sql").read_text(encoding="utf-8")


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
        *owners_function(
            FIND, "people_find(text, text, bytea[], bytea[], int)", like="people_person"
        ),
    ]
