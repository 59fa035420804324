from django.db import migrations

from wanli.ground.rowsecurity import ANCESTORS, enable

# What was adopted binds everybody below the place, who may therefore read it.
ADOPTED_ABOVE = f"adopted_at IS NOT NULL AND {ANCESTORS}"
FUNCTION = """CREATE FUNCTION plans_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A place that moves takes its plans along; nothing else about them changes.
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - 'path' IS DISTINCT FROM to_jsonb(OLD) - 'path' THEN
        RAISE EXCEPTION 'an adopted plan never changes: % refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$"""
TRIGGER = """CREATE TRIGGER wanli_final BEFORE UPDATE OR DELETE ON plans_version FOR EACH ROW
WHEN (OLD.adopted_at IS NOT NULL) EXECUTE FUNCTION plans_version_is_final()"""


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("places", "0002_row_security")]
    operations = [
        enable("plans_version", "place", also_read=ADOPTED_ABOVE),
        enable("plans_versionevent", "place", also_read=ADOPTED_ABOVE),
        migrations.RunSQL(
            [FUNCTION, TRIGGER],
            [
                "DROP TRIGGER wanli_final ON plans_version",
                "DROP FUNCTION plans_version_is_final()",
            ],
        ),
    ]
