"""The last wall: what plain SQL as the application's role gives each persona."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.test_access_matrix import PERSONAS
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.ground.acting import acting
from wanli.ground.rowsecurity import scoped_columns
from wanli.kernel.access import covers

NOT_BY_PLACE = {
    "places_place": "names above one's posts are read for breadcrumbs",
    "places_placeevent": "as the places",
    "canvass_campaign": "read by those inside it, though it may begin above them",
    "canvass_campaignevent": "as the campaigns",
    "plans_version": "what was adopted above one's place binds it",
    "plans_versionevent": "as the versions",
    "privacy_responseend": "whether the response is over concerns all below",
    "privacy_responseendevent": "as the ends",
    "privacy_deletion": "numbers of what belonged to no place",
    "notices_message": "what one was reminded of oneself is read wherever one is posted",
    "accounts_post": "one's own posts are read wherever they are",
    "accounts_postevent": "as the posts",
}
PEOPLE_TABLES = (
    "people_",
    "canvass_door",
    "canvass_visit",
    "canvass_sheet",
    "observation_",
    "passes_",
    "notices_message",
    "postings_remark",
    "arrivals_",
    "sensors_",
    "contacts_",
    "checklists_",
)


def _paths(table: str, columns: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'{c}::text' for c in columns)} FROM {table}")
        return list(cursor.fetchall())


def _tables() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in scoped_columns():
        found.setdefault(table, []).append(column)
    return found


def test_the_application_is_a_role_without_privileges(everything: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole,"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, 0)


def test_every_table_with_a_place_is_under_row_security(everything: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " JOIN pg_type t ON t.oid = a.atttypid WHERE t.typname = 'ltree'"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT a.attisdropped"
            " AND c.relnamespace = current_schema()::regnamespace AND NOT c.relrowsecurity"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("key", PERSONAS.values())
def test_each_persona_reads_her_subtrees_and_nothing_else(world: World, key: str) -> None:
    access = access_of(world.users[key].pk)
    read = 0
    for table, columns in _tables().items():
        with acting(access.scope):
            rows = _paths(table, columns)
        allowed = access.scope.people if table.startswith(PEOPLE_TABLES) else access.scope.places
        if table.startswith("observation_leave"):
            # At a gate one reads who may leave from its compound: a masked name, a door, the hours.
            gates = access.scope.gates
            allowed += gates + tuple(r[0] for r in rows if any(covers(r[0], g) for g in gates))
        if table.startswith(("arrivals_poster", "arrivals_keyarea", "arrivals_areanotice")):
            # Hangs in public, or is about regions.
            allowed = access.scope.places
        if table.startswith(("arrivals_keyarea", "arrivals_areanotice")):
            # A list that holds is read by everybody whom it binds.
            allowed += tuple(r[0] for r in rows if any(covers(r[0], s) for s in allowed))
        if table == "arrivals_paperform":
            # Blank: a code that is printed, and for which gate.
            allowed = access.scope.places
        if table == "arrivals_paperphoto":
            # Whoever minds a gate takes pictures there, and looks at none.
            allowed += access.scope.gates
        if table == "arrivals_gatecode":
            # Four characters and a number of people, for whoever minds a gate of the compound.
            gates = access.scope.gates
            allowed += gates + tuple(r[0] for r in rows if any(covers(r[0], g) for g in gates))
        if table.startswith("errands_"):
            allowed = access.scope.errands
        if table not in NOT_BY_PLACE:
            outside = [
                row for row in rows if not any(covers(s, p) for p in row if p for s in allowed)
            ]
            assert outside == [], table
        read += len(rows)
    assert read > 0


def test_without_a_scope_there_is_nothing(world: World) -> None:
    from wanli.kernel.scope import NOTHING

    with acting(NOTHING):
        for table, columns in _tables().items():
            assert _paths(table, columns) == [], table


def test_a_row_cannot_be_written_outside_or_moved_out(world: World) -> None:
    access = access_of(world.users["stairwell_leader"].pk)
    mine, other = world.person(world.stairwell), world.person(world.elsewhere)
    with acting(access.scope), connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET sex = 'm' WHERE id = %s", [other.pk])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM people_person WHERE id = %s", [other.pk])
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(
                "UPDATE people_person SET path = %s::ltree, registered_path = ''::ltree"
                " WHERE id = %s",
                [other.path, mine.pk],
            )
