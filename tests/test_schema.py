"""A schema made in one go is the schema that the migrations make."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import pytest
from conftest import SERVER, _addresses

from wanli.config.postgres import set_up

HERE = "n.nspname = current_schema()"
CATALOGUE = {
    "tables": f"""SELECT c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
        c.relforcerowsecurity, c.relacl, c.reloptions, pg_get_partkeydef(c.oid),
        pg_get_expr(c.relpartbound, c.oid) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {HERE}""",
    "columns": f"""SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attidentity, a.attgenerated, a.attcollation, a.attacl, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE {HERE} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v')""",
    "constraints": f"""SELECT c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE {HERE}""",
    "indexes": """SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()""",
    "policies": """SELECT tablename, policyname, permissive, roles, cmd, qual, with_check
        FROM pg_policies WHERE schemaname = current_schema()""",
    "triggers": f"""SELECT c.relname, pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {HERE} AND NOT t.tgisinternal""",
    "functions": f"""SELECT pg_get_functiondef(p.oid), p.proacl, r.rolname FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
        WHERE {HERE} AND p.prokind = 'f'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "enumerations": f"""SELECT t.typname, e.enumlabel, e.enumsortorder FROM pg_enum e
        JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE {HERE}""",
    "extensions": "SELECT extname, extversion FROM pg_extension",
    "applied": "SELECT app, name FROM django_migrations",
    "kinds": "SELECT app_label, model FROM django_content_type",
    "rights": "SELECT codename, app_label, model FROM auth_permission p"
    " JOIN django_content_type t ON t.id = p.content_type_id",
}
# Groups are not used. Django draws this table, which no class stands for, with a wider number when
# it draws it from a migration than from the model.
BUT = "('auth_group_permissions', 'id', "
WAYS = {
    "in one go": "migrate()",
    "step by step": "from django.core.management import call_command;"
    "call_command('migrate', database='owner', verbosity=0, interactive=False)",
    "after it was killed": """
try:
    with patch("wanli.config.schema._make_tables", side_effect=KeyboardInterrupt): migrate()
except KeyboardInterrupt: migrate()
""",
}
READY = (
    "from unittest.mock import patch; from wanli.config.running import django_ready;"
    "from wanli.config.schema import migrate; django_ready()\n"
)


@pytest.fixture
def made() -> Iterator[dict[str, dict[str, set[str]]]]:
    """What the catalogues of PostgreSQL say, for each way to make a schema."""
    found, names = {}, []
    for way, code in WAYS.items():
        names.append(name := f"schema_{uuid4().hex}")
        set_up(SERVER, name)
        subprocess.run(
            [sys.executable, "-c", READY + code], check=True, env=os.environ | _addresses(name)
        )
        with SERVER.connect(name) as connection:
            found[way] = {
                what: {
                    line
                    for row in connection.execute(asked)
                    if not (line := repr(row)).startswith(BUT)
                }
                for what, asked in CATALOGUE.items()
            }
    yield found
    with SERVER.connect() as connection:
        for name in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_every_way_leads_to_the_same_schema(made: dict[str, dict[str, set[str]]]) -> None:
    """One test, for two processes would each make the three schemas."""
    differ = {}
    for way in ("in one go", "after it was killed"):
        for what in CATALOGUE:
            expected, found = made["step by step"][what], made[way][what]
            assert expected, what
            if found != expected:
                differ[way, what] = {"more": found - expected, "fewer": expected - found}
    assert differ == {}
