from django.db import migrations

from wanli.ground.rowsecurity import OWN_ROW, append_only, enable, subtrees

BY_WHO_MAY_SEE_THE_PERSON = f"path <@ ANY {subtrees('people')}"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        # Whoever opens data writes the log; whoever may see a person may see who opened it.
        enable(
            "audit_opening",
            "audit",
            or_when=BY_WHO_MAY_SEE_THE_PERSON,
            also_read=OWN_ROW,
        ),
        append_only("audit_opening"),
        append_only("audit_seal"),
    ]
