"""Random trees, random posts, rows anywhere: each sees what lies under her posts."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange

from tests.errands import errand_rows
from tests.test_row_security import NOT_BY_PLACE, PEOPLE_TABLES
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.accounts.roles import ROLES, roles_at
from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.ledger.operations.move_place import move_place
from wanli.domains.ledger.operations.retire_place import retire_place
from wanli.domains.people.operations.import_roster import run, take_in
from wanli.domains.people.operations.set_marks import set_marks
from wanli.domains.places.kinds import KINDS, children_of
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import Scope

ANY = Access.system()
ALSO_ABOVE = {
    "places_place": "places",
    "canvass_campaign": "people",
    "canvass_campaignevent": "people",
}
"""Read by whoever stands below, for breadcrumbs and questions."""
ALSO_OWN = {"accounts_post", "accounts_postevent", "audit_opening"}
ALSO_OTHERWISE = set(NOT_BY_PLACE) - set(ALSO_ABOVE) - ALSO_OWN - {"places_placeevent"}
"""What more is read of these is a matter of their own tests."""
NEVER_MOVED = {"ledger_entry", "ledger_tail", "audit_opening", "privacy_deletion"}
"""Append-only, and what of the entries waits to be folded: where it happened as the tree stood."""


PLAIN: dict[str, object] = {
    "boolean": False, "date": "2020-02-03", "timestamp with time zone": "2020-02-03T12:00:00Z",
    "bytea": "\\x00", "jsonb": {}, "integer": 1, "smallint": 1, "bigint": 1, "double precision": 1,
    "ARRAY": [],
}  # fmt: skip
"""What a table without a row to copy gets."""


def _tables() -> dict[str, list[str]]:
    """Every table with paths, and its columns of that kind."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " JOIN pg_type t ON t.oid = a.atttypid WHERE t.typname = 'ltree'"
            " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND NOT a.attisdropped"
            " AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"
        )
        for table, column in cursor.fetchall():
            found[table].append(column)
    return found


@pytest.fixture
def tables(world: World) -> dict[str, list[str]]:
    """The tables, each with a row at least that can be copied."""
    person = world.person(world.stairwell)
    set_marks(access=ANY, person_id=person.pk, kinds={"chronic"})
    record_opening(access=ANY, path=person.path, subject_kind="person", subject=person.pk,
        what="name", reason="核对")  # fmt: skip
    door = world.door(world.stairwell)
    record_visit(access=ANY, door_id=door.pk, told=Told(result="met", answers={}))
    compound = Place.objects.get(path=world.stairwell.path.rsplit(".", 2)[0])
    rows = "姓名,手机,地址\n周小芳,15400000001,1-1-101\n".encode()
    roster = take_in(access=ANY, label=compound.label, content=rows, file_name="a.csv",
        create_places=True)  # fmt: skip
    run(access=ANY, roster_id=roster.pk)
    errand_rows(world)
    return _tables()


def _columns(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = current_schema() AND is_nullable = 'NO'",
            [table],
        )
        return list(cursor.fetchall())


def _longest(table: str) -> dict[str, int]:
    """How many characters a column takes, where there is an end to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, character_maximum_length FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = current_schema()"
            " AND character_maximum_length IS NOT NULL",
            [table],
        )
        return dict(cursor.fetchall())


def _copy_to(table: str, columns: list[str], path: str, dice: random.Random) -> None:
    """A row like another one, with ids of its own, at this path. Foreign keys wait for a commit
    that never comes."""
    plain = {name: PLAIN.get(kind, "") for name, kind in _columns(table)}
    longest = _longest(table)
    own = "path" if "path" in columns else columns[0]
    patch: dict[str, object] = dict.fromkeys(columns, "") | {own: path}
    for name, kind in _columns(table):
        if kind == "uuid":
            patch[name] = str(uuid4())
        elif kind in ("bigint", "integer") and name in ("id", "pgh_id"):
            patch[name] = (
                dice.randrange(10**12, 10**15) if kind == "bigint" else dice.randrange(10**9)
            )
        elif name in ("token", "code", "secret"):
            patch[name] = f"{dice.randrange(10**9):09}"[-longest.get(name, 9) :]
        elif name == "label" and table.startswith("ledger_"):
            patch[name] = f"x{dice.randrange(10**9)}"
    if table == "people_person":
        patch["id_index"] = None
    if table == "arrivals_areanotice":
        # An adopted one is read by everybody below it: whether it is, no column of these says.
        patch |= {"state": "read", "adopted_at": None, "adopted_by_id": None}
    if table == "contacts_offer":
        patch |= {"cared_id": str(uuid4()), "home_id": None}
    if table == "contacts_visit":
        patch["contact_id"] = None
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT p.* FROM (SELECT COALESCE("
            f"(SELECT to_jsonb(x) FROM {table} x LIMIT 1), %s::jsonb) AS j) s,"
            f" LATERAL jsonb_populate_record(NULL::{table}, s.j || %s::jsonb) p",
            [json.dumps(plain), json.dumps(patch)],
        )


@dataclass
class Random:
    """A tree of its own, with somebody posted in it."""

    dice: random.Random
    places: list[Place] = field(default_factory=list)
    users: list[User] = field(default_factory=list)

    def plant(self, parent: Place | None, kind: str) -> None:
        label = f"t{len(self.places)}x{self.dice.randrange(10**6)}"
        path = f"{parent.path if parent else 'w'}.{label}"
        self.places.append(
            Place.objects.create(label=label, path=path, parent=parent, kind=kind, name=label)
        )

    def grow(self, steps: int) -> None:
        self.plant(None, "district")
        for _ in range(steps):
            parent = self.dice.choice(self.places)
            if kinds := children_of(parent.kind):
                self.plant(parent, self.dice.choice(kinds))

    def appoint(self, user: User) -> None:
        place = self.dice.choice(self.places)
        if not (roles := roles_at(place.kind)):
            return
        role = self.dice.choice(roles)
        group = self.dice.choice(["duty", "residential"]) if role.in_group else ""
        seat = Seat.objects.create(place=place, path=place.path, role=role.key, group=group,
            ordinal=self.dice.randrange(1, 30_000))  # fmt: skip
        Post.objects.get_or_create(
            user=user, place=place, role=role.key, group=group,
            defaults={"seat": seat, "path": place.path, "during": DateRange(clock.today(), None)},
        )  # fmt: skip

    def stir(self) -> None:
        """A move, or a retirement, if it may be."""
        place, parent = self.dice.sample(self.places, 2)
        fits = [p for p in self.places if p.kind in KINDS[place.kind].parents]
        try:
            if fits and self.dice.random() < 0.8:
                parent = self.dice.choice(fits)
                move_place(
                    access=ANY, label=place.label, new_parent=parent.label, reason="区划调整"
                )
            else:
                retire_place(access=ANY, label=place.label, reason="拆除")
        except (Refused, Hidden):
            pass

    def stands(self) -> set[str]:
        head = self.places[0].path
        return set(Place.objects.within(head).values_list("path", flat=True))


def _rows(table: str, columns: list[str], head: str) -> list[tuple[str, ...]]:
    own = "user_id::text" if table in ALSO_OWN else "''"
    below = " OR ".join(f"{column} <@ %s::ltree" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'{c}::text' for c in columns)}, {own} FROM {table} WHERE {below}",
            [head] * len(columns),
        )
        return sorted(tuple(str(one or "") for one in row) for row in cursor.fetchall())


def _seen(table: str, row: tuple[str, ...], scope: Scope) -> bool:
    paths, user = [path for path in row[:-1] if path], row[-1]
    kinds = scope.people if table.startswith(PEOPLE_TABLES) or table in ALSO_ABOVE else scope.places
    if table == "audit_opening":
        kinds = scope.audit + scope.people
    if table.startswith("errands_"):
        kinds = scope.errands
    if table == "privacy_deletion":
        kinds = scope.audit
    if table == "observation_talknote":
        kinds = scope.counsel
    if table == "arrivals_paperphoto":
        kinds = scope.people + scope.gates
    public = ("arrivals_poster", "arrivals_keyarea", "arrivals_areanotice", "arrivals_paperform")
    if table.startswith(("places_", *public)):
        kinds = scope.places
    if table == "arrivals_gatecode" and any(covers(path, g) for g in scope.gates for path in paths):
        return True
    if table == "arrivals_gatecode":
        kinds = scope.people + scope.gates
    inside = any(covers(head, path) for head in kinds for path in paths)
    binds_below = table in ALSO_ABOVE or table.startswith("arrivals_keyarea")
    above = binds_below and any(covers(path, head) for head in kinds for path in paths)
    return inside or above or (table in ALSO_OWN and user == str(scope.user))


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32), size=st.integers(4, 14), stirred=st.integers(0, 3))
def test_each_sees_what_lies_under_her_posts(
    tables: dict[str, list[str]], seed: int, size: int, stirred: int
) -> None:
    with transaction.atomic():
        _try(tables, Random(random.Random(seed)), size, stirred)
        transaction.set_rollback(True)


def _try(tables: dict[str, list[str]], some: Random, size: int, stirred: int) -> None:
    some.grow(size)
    users = [
        User.objects.create_user(f"random{some.dice.randrange(10**9)}", name="某") for _ in range(3)
    ]
    for user in users:
        for _ in range(some.dice.randrange(1, 3)):
            some.appoint(user)
    for table, columns in tables.items():
        if table != "places_place":
            _copy_to(table, columns, some.dice.choice(some.places).path, some.dice)
    for _ in range(stirred):
        some.stir()
    head = some.places[0].path
    every = {table: _rows(table, columns, head) for table, columns in tables.items()}
    stands = some.stands()
    for table in set(tables) - NEVER_MOVED:
        assert {path for row in every[table] for path in row[:-1] if path} <= stands, table
    # A move folds the tail first.
    assert {table for table, rows in every.items() if not rows} <= {"ledger_tail"}
    for user in users:
        scope = access_of(user.pk).scope
        with acting(scope):
            for table, columns in tables.items():
                expected = [row for row in every[table] if _seen(table, row, scope)]
                found = _rows(table, columns, head)
                if table in ALSO_OTHERWISE:
                    found = [row for row in found if row in expected]
                assert found == expected, table


def test_the_roles_reach_every_kind_of_scope() -> None:
    """Or the trial above would try too little."""
    held = {permission for role in ROLES.values() for permission in role.permissions}
    assert {"place.view", "people.view", "audit.view"} <= held
