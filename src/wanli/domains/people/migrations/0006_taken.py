from pathlib import Path

from django.db import migrations

from wanli.ground.rowsecurity import owners_function

TAKEN = (Path(__file__).parent.parent / "sql" / "taken.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("people", "0005_roster_security")]
    operations = owners_function(TAKEN, "people_taken(bytea[])", like="people_person")
