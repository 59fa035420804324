from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

from wanli.ground.rowsecurity import append_only, owners_function

FORGET = (Path(__file__).parent.parent / "sql" / "forget.sql").read_text(encoding="utf-8")
KEEP = """CREATE OR REPLACE FUNCTION audit_opening_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only audit_forget deletes: it runs as the owner, and says so for as long as it does.
    IF TG_OP = 'DELETE' AND current_setting('wanli.forgetting', true) = 'on' AND current_user =
        (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'audit_opening is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_row_security")]
    operations = [
        migrations.CreateModel(
            name="Pruned",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("logged_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("day", models.DateField()),
                ("table", models.CharField(max_length=63)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["day"], name="pruned_day")]},
        ),
        append_only("audit_pruned"),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        *owners_function(FORGET, "audit_forget(uuid[])", like="audit_opening"),
    ]
