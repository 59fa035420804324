from django.db import migrations

from wanli.ground.rowsecurity import subtrees

SCOPE = subtrees("people")
# The index on registered_path leaves out the empty ones: only a policy that leaves them out too can
# use it. Without that the whole table is read for every count.
INDEXED = (
    f"path <@ ANY {SCOPE} OR (registered_path <> ''::ltree AND registered_path <@ ANY {SCOPE})"
)
PLAIN = f"path <@ ANY {SCOPE} OR registered_path <@ ANY {SCOPE}"
ALTER = "ALTER POLICY wanli_scope ON people_person USING ({0}) WITH CHECK ({0})"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_taken")]
    operations = [migrations.RunSQL(ALTER.format(INDEXED), ALTER.format(PLAIN))]
