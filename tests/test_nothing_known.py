"""Right after much came in at once the planner knows nothing of the tables, or thinks them empty.

Whatever it then chooses, no question may look at everything once for each thing it found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from conftest import SERVER
from psycopg.conninfo import conninfo_to_dict

from wanli.domains.ledger.sqlfiles import sql
from wanli.domains.observation.queries import owed_checks
from wanli.kernel import clock
from wanli.kernel.scope import ROOT

Connection = psycopg.Connection[Any]


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[Connection]:
    """A superuser's transaction on this run's database, rolled back in the end."""
    database = conninfo_to_dict(os.environ["WANLI_DATABASE_URL"])["dbname"]
    with SERVER.connect(str(database)) as connection, connection.transaction(force_rollback=True):
        for setting in ("wanli.scopes", "wanli.people"):
            connection.execute("SELECT set_config(%s, %s, true)", [setting, ROOT])
        yield connection


def _forget(owner: Connection, table: str, *, pages: int = 0) -> None:
    """As it is when ``table`` was filled since it was last looked at: then it had no rows."""
    rows = 0 if pages else -1
    owner.execute("DELETE FROM pg_statistic WHERE starelid = %s::regclass", [table])
    owner.execute(
        "UPDATE pg_class SET reltuples = %s, relpages = %s WHERE oid = %s::regclass",
        [rows, pages, table],
    )
    owner.execute(
        """UPDATE pg_class SET reltuples = 0, relpages = 1 WHERE oid IN
        (SELECT indexrelid FROM pg_index WHERE indrelid = %s::regclass)""",
        [table],
    )


def _read(owner: Connection, table: str = "people_person") -> int:
    """How many rows of a table this transaction has read."""
    row = owner.execute(
        """SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables
        WHERE relname = %s""",
        [table],
    ).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize(("said", "sound"), [("王", ""), ("小王", ""), ("", "wang"), ("", "li")])
def test_a_search_reads_everybody_a_few_times_at_most(
    owner: Connection, said: str, sound: str
) -> None:
    for table in ("people_person", "people_phone"):
        _forget(owner, table)
    everybody = int(owner.execute("SELECT count(*) FROM people_person").fetchall()[0][0])
    before = _read(owner)
    owner.execute("SELECT people_find(%s, %s, '{}', '{}', 20)", [said, sound])
    assert _read(owner) - before <= 3 * everybody


def test_no_plan_of_figures_holds_the_tail_against_the_places(owner: Connection) -> None:
    _forget(owner, "ledger_tail", pages=5000)
    labels = [r[0] for r in owner.execute("SELECT label FROM places_place").fetchall()]
    owner.execute("SET LOCAL ROLE wanli_app")
    asked = sql("figures").format(places="label = ANY (%(labels)s::text[])")
    given = {"labels": labels, "measures": ["residents"], "day": None, "on": clock.today()}
    explained = owner.execute(f"EXPLAIN (FORMAT JSON) {asked}", given).fetchall()
    joins = [set(_tables(one)) for one in _joins(explained[0][0][0]["Plan"])]
    assert any("wanted" in tables for tables in joins)
    assert not [
        tables for tables in joins if tables & {"ledger_tail", "waiting"} and len(tables) > 1
    ]


def test_a_call_sheet_does_not_hold_each_check_against_each_case(
    everything: None, owner: Connection
) -> None:
    now = clock.now()
    owner.execute(
        """INSERT INTO observation_check (id, case_id, path, day, slot, due_at, state, rung,
            channel, alarm)
        SELECT gen_random_uuid(), k.id, k.path, %(day)s::date - n, 'x' || n, %(now)s, 'due', 0,
            '', '' FROM observation_case k, generate_series(1, 60) n""",
        {"day": clock.today(), "now": now},
    )
    for table in ("observation_check", "observation_case", "people_person", "places_place"):
        _forget(owner, table)
    checks = int(owner.execute("SELECT count(*) FROM observation_check").fetchall()[0][0])
    asked, given = owed_checks([ROOT]).query.sql_with_params()
    tables = ("observation_check", "observation_case")
    before = [_read(owner, table) for table in tables]
    owner.execute("SET LOCAL ROLE wanli_app")
    owner.execute(asked.encode(), given)
    owner.execute("RESET ROLE")
    of_checks, of_cases = (_read(owner, table) - n for table, n in zip(tables, before, strict=True))
    assert 0 < of_checks <= 2 * checks
    assert of_cases <= 2 * checks


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of a plan, without those that are computed once and for all before it."""
    yield node
    for inner in node.get("Plans", []):
        if inner["Parent Relationship"] != "InitPlan":
            yield from _nodes(inner)


def _joins(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for node in _nodes(plan):
        if node["Node Type"] in ("Nested Loop", "Hash Join", "Merge Join"):
            yield node
    for node in plan.get("Plans", []):
        if node["Parent Relationship"] == "InitPlan":
            yield from _joins(node)


def _tables(node: dict[str, Any]) -> Iterator[str]:
    for inner in _nodes(node):
        if name := inner.get("Relation Name") or inner.get("CTE Name"):
            yield name
