"""Row-level security: the last wall, kept by PostgreSQL itself.

A row may be seen and written when its path lies below one of the subtrees in the transaction's
setting for that kind of row. The form of the expression is the measured one: a GiST index on
``path`` serves it, and wrapping the setting in a sub-select would be slower by orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db import connection
from django.db.migrations import RunSQL

Kind = Literal["place", "people", "audit", "counsel", "gates", "errands"]
SETTINGS: dict[Kind, str] = {
    "place": "wanli.scopes",
    "people": "wanli.people",
    "audit": "wanli.audit",
    "counsel": "wanli.counsel",
    "gates": "wanli.gates",
    "errands": "wanli.errands",
}


def subtrees(kind: Kind) -> str:
    """SQL for the transaction's subtrees of this kind, as ``ltree[]``; NULL or empty when unset."""
    return f"(string_to_array(current_setting('{SETTINGS[kind]}', true), ',')::ltree[])"


def enable(
    table: str,
    kind: Kind,
    *,
    columns: Sequence[str] = ("path",),
    or_when: str = "",
    also_read: str = "",
    elidable: bool = False,
) -> RunSQL:
    """A migration step that puts ``table`` under row-level security.

    ``columns``: the path columns, any one of which may be in scope. ``or_when``: SQL that also
    admits a row. ``also_read``: SQL that admits a row for reading only. ``elidable``: of a table
    that a later migration drops; a schema made from nothing does without this step.
    """
    tests = [f"{column} <@ ANY {subtrees(kind)}" for column in columns]
    test = " OR ".join([*tests, *([or_when] if or_when else [])])
    forward = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY wanli_scope ON {table} USING ({test}) WITH CHECK ({test})",
    ]
    backward = [f"DROP POLICY wanli_scope ON {table}"]
    if also_read:
        forward.append(f"CREATE POLICY wanli_read ON {table} FOR SELECT USING ({also_read})")
        backward.append(f"DROP POLICY wanli_read ON {table}")
    backward.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    return RunSQL(";\n".join(forward), ";\n".join(backward), elidable=elidable)


def unguessed(table: str, test: str) -> RunSQL:
    """A migration step after which the planner no longer guesses how many rows of ``table`` are
    admitted by ``test``, its policy as it is, but takes it for one in two.

    For a table whose lists are narrowed to the reader's places by the query itself. The planner
    takes that and the policy for independent: to one in twenty of one in twenty it reads all and
    sorts them, where it could have walked an index and stopped after fifty. Who sees what stays
    the same; an index no longer serves the policy by itself.
    """
    head = f"ALTER POLICY wanli_scope ON {table} USING"
    return RunSQL(f"{head} (COALESCE({test}, false))", f"{head} ({test})")


def owners_function(definition: str, signature: str, *, like: str) -> list[RunSQL]:
    """Migration steps for a function that runs as the owner and applies the scope itself.

    Whoever may read the table ``like`` may call it.
    """
    grant = f"""DO $$ DECLARE reader record; BEGIN
        FOR reader IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
            WHERE table_name = '{like}' AND privilege_type = 'SELECT' LOOP
            EXECUTE format('GRANT EXECUTE ON FUNCTION {signature} TO %I', reader.grantee);
        END LOOP;
    END $$"""
    return [RunSQL(definition, f"DROP FUNCTION {signature}"), RunSQL(grant, RunSQL.noop)]


OWN_ROW = "user_id = NULLIF(current_setting('wanli.user', true), '')::uuid"
"""Admits the rows of the person whose transaction it is."""

ANCESTORS = f"path @> ANY {subtrees('place')}"
"""Admits what lies above one's places: a breadcrumb has names."""


def append_only(table: str) -> RunSQL:
    """A migration step after which rows of ``table`` can be inserted and read, nothing else."""
    function = f"{table}_append_only"
    return RunSQL(
        [
            f"""CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '{table} is append-only: % refused', TG_OP
                    USING ERRCODE = 'restrict_violation';
            END $$""",
            f"""CREATE TRIGGER wanli_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
            ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()""",
        ],
        [f"DROP TRIGGER wanli_append_only ON {table}", f"DROP FUNCTION {function}()"],
    )


def scoped_columns() -> list[tuple[str, str]]:
    """Every (table, ``ltree`` column) that follows a place when it moves; append-only ones stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname, a.attname
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            JOIN pg_type t ON t.oid = a.atttypid
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT c.relispartition AND t.typname = 'ltree' AND NOT a.attisdropped
              AND NOT EXISTS (SELECT FROM pg_trigger g
                  WHERE g.tgrelid = c.oid AND g.tgname = 'wanli_append_only')
            ORDER BY 1, 2"""
        )
        return [(str(table), str(column)) for table, column in cursor.fetchall()]
