"""Every page of a home and every kind of phone: who comes in, from one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import get_resolver

from tests.errands import asked
from tests.homes import SYSTEM, Home, Phone, home_of
from tests.test_row_security import PEOPLE_TABLES
from tests.world import World
from wanli.domains.observation.access import case_for
from wanli.domains.observation.links import HomeLink
from wanli.domains.observation.models import Case, State
from wanli.domains.observation.operations.close_case import close, end_otherwise
from wanli.domains.observation.operations.home_links import revoke_link
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.visits import visit_of
from wanli.domains.people.models import Person
from wanli.ground.acting import acting
from wanli.ground.rowsecurity import scoped_columns
from wanli.kernel import clock
from wanli.kernel.access import covers
from wanli.kernel.errors import Hidden


def _stranger(home: Home, world: World) -> Client:
    return Client()


def _opened(home: Home, world: World) -> Client:
    return home.phone().client


def _worker(home: Home, world: World) -> Client:
    """Signed in, with every right at this home: the link asks her all the same."""
    return world.client("committee_secretary")


def _neighbour(home: Home, world: World) -> Client:
    """In by the link of another home, with its cookie."""
    other = home_of(world, world.elsewhere).phone().client
    client = Client()
    client.cookies.load({"wanli_home": other.cookies["wanli_home"].value})
    return client


def _locked(home: Home, world: World) -> Client:
    client = home.phone().client
    HomeLink.objects.update(locked_at=clock.now(), locked_why="devices")
    return client


def _tried(home: Home, world: World) -> Client:
    client = home.phone().client
    HomeLink.objects.update(locked_at=clock.now(), locked_why="tries")
    return client


def _void(home: Home, world: World) -> Client:
    client = home.phone().client
    revoke_link(access=SYSTEM, case_id=home.case.pk)
    return client


def _over(home: Home, world: World) -> Client:
    client = home.phone().client
    end_otherwise(access=SYSTEM, case_id=home.case.pk, why="开错了")
    return client


def _released(home: Home, world: World) -> Client:
    client = home.phone().client
    close([home.case], State.RELEASED, "")
    return client


def _released_long_ago(home: Home, world: World) -> Client:
    client = _released(home, world)
    ago = clock.now() - timedelta(days=15)
    Case.objects.filter(pk=home.case.pk).update(opened_at=ago - timedelta(days=14), closed_at=ago)
    return client


PAGES = (
    ("get", "home"),
    ("get", "report"),
    ("get", "notice"),
    ("get", "mend"),
    ("post", "open"),
    ("post", "report"),
    ("post", "notice"),
    ("post", "mend"),
    ("get", "certificate"),
    ("get", "errands"),
    ("post", "errands"),
    ("post", "cancel_errand"),
    ("post", "answer_swap"),
    ("get", "door"),
    ("post", "uploads"),
    ("head", "upload"),
)
OUTSIDE = (200, 302, 302, 302, 422, *(302,) * 11)
"""The entrance, and from everywhere else the way to it."""
PHONES: dict[Callable[[Home, World], Client], tuple[int, ...]] = {
    _stranger: OUTSIDE,
    _worker: OUTSIDE,
    _neighbour: OUTSIDE,
    _locked: OUTSIDE,
    _opened: (200, 302, 200, 200, 422, 422, 422, 422, 404, 200, 422, 302, 422, 404, 400, 404),
    _tried: (200, 302, 200, 200, 422, 422, 422, 422, 404, 200, 422, 302, 422, 404, 400, 404),
    _void: (404,) * 16,
    _over: (200, 302, 302, 302, 302, 302, 302, 302, 404, *(302,) * 7),
    _released: (200, 302, 302, 302, 422, 302, 302, 302, 200, *(302,) * 7),
    _released_long_ago: (200, 302, 302, 302, 302, 302, 302, 302, 404, *(302,) * 7),
}


def test_every_page_is_in_the_table() -> None:
    names = set(get_resolver().namespace_dict["resident"][1].reverse_dict)
    assert {name for name in names if isinstance(name, str)} == {page for _method, page in PAGES}


@pytest.mark.parametrize("phone", PHONES, ids=lambda phone: phone.__name__.strip("_"))
def test_who_comes_in(world: World, phone: Callable[[Home, World], Client]) -> None:
    home = home_of(world, world.stairwell)
    check = record_check(
        access=SYSTEM, case_id=home.case.pk, said=Said("36.5", channel="link")
    )  # fmt: skip
    wish = asked(home.case.place)
    client = phone(home, world)
    found = []
    of_page = {
        "mend": [check.pk],
        "certificate": [home.case.pk],
        "cancel_errand": [wish.pk],
        "answer_swap": [wish.items.all()[0].pk],
        "upload": [wish.pk],
    }
    for method, page in PAGES:
        about = of_page.get(page, [])
        answer = getattr(client, method)(home.at(page, *about))
        found.append(answer.status_code)
        name = home.case.person.name[0] + "*"
        if phone not in (_opened, _tried, _released) or page == "open":
            assert name not in answer.content.decode(errors="ignore").replace("**", "*")
    assert tuple(found) == PHONES[phone]


def test_a_check_of_another_home_is_not_found(world: World) -> None:
    home, other = home_of(world, world.stairwell), home_of(world, world.elsewhere)
    check = record_check(access=SYSTEM, case_id=other.case.pk, said=Said("36.5", channel="link"))
    assert home.phone().client.get(home.at("mend", check.pk)).status_code == 404


def test_plain_sql_gives_a_phone_its_own_home_and_nothing_else(world: World) -> None:
    home = home_of(world, world.stairwell)
    secret = home.phone().client.cookies["wanli_home"].value
    visit = visit_of(token=home.token, device=secret)
    own, elsewhere, read = home.case.path, world.elsewhere.path, 0
    with acting(visit.access.scope), connection.cursor() as cursor:
        for table, column in scoped_columns():
            if not table.startswith((*PEOPLE_TABLES, "ledger_")):
                continue
            # Which areas are key areas is no secret, and the list is the subdistrict's.
            if table.startswith(("arrivals_keyarea", "arrivals_areanotice")):
                continue
            cursor.execute(f"SELECT DISTINCT {column}::text FROM {table}")
            found = [path for (path,) in cursor.fetchall() if path]
            read += len(found)
            # Through which gate she may leave is above her; registered is where one's papers say.
            if column != "gate" and not column.startswith("registered"):
                assert all(covers(own, path) for path in found), table
        assert not Person.objects.filter(path__within=elsewhere).exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute("UPDATE observation_case SET path = 'w'::ltree WHERE id = %s",
                [home.case.pk])  # fmt: skip
    assert read > 5


def test_her_access_reaches_her_case_and_no_right_but_to_report(world: World) -> None:
    home = home_of(world, world.stairwell, people=2)
    secret = home.phone().client.cookies["wanli_home"].value
    access = visit_of(token=home.token, device=secret).access
    assert set(access.grants) == {"observation.record", "errand.ask"}
    assert access.grants["errand.ask"] == (home.case.path,)
    stranger = home_of(world, world.stairwell)
    with acting(access.scope):
        assert case_for(access, home.case.pk, "observation.record").pk == home.case.pk
        for case, right in ((home.case, "observation.view"), (stranger.case, "observation.record")):
            with pytest.raises(Hidden):
                case_for(access, case.pk, right)


def test_a_phone_that_is_not_in_has_no_rights_at_all(world: World) -> None:
    home = home_of(world, world.stairwell)
    visit = visit_of(token=home.token, device="")
    assert (dict(visit.access.grants), visit.access.scope.people, visit.open) == ({}, (), False)
    assert Phone(home).page()
