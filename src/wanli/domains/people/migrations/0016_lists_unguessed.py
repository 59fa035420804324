from django.db import migrations

from wanli.ground.rowsecurity import subtrees, unguessed

HERE = f"path <@ ANY {subtrees('people')}"
REGISTERED_HERE = f"registered_path <> ''::ltree AND registered_path <@ ANY {subtrees('people')}"


class Migration(migrations.Migration):
    dependencies = [("people", "0015_lists_by_filter")]
    operations = [
        unguessed("people_person", f"{HERE} OR ({REGISTERED_HERE})"),
        unguessed("people_residence", HERE),
    ]
