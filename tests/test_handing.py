"""Cases handed over from one committee to another, and people who move in mid-term."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.observation.models import Case, HandOver, TermChange
from wanli.domains.observation.operations.close_case import end_otherwise
from wanli.domains.observation.operations.hand_over import accept, offer, refuse, take_back
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.passes.models import Hold
from wanli.domains.people.operations.change_residence import change_residence
from wanli.domains.places.queries import path_of_kind
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()


def _label(path: str | None) -> str:
    return (path or "").rpartition(".")[2]


def _area(world: World, end: str) -> str:
    place = world.stairwell if end == "here" else world.elsewhere
    return _label(path_of_kind(place.path, "area"))


@pytest.fixture
def case(world: World) -> Case:
    """One of ours, with something told."""
    found = world.case(world.stairwell)
    record_check(access=SYSTEM, case_id=found.pk, said=Said("36.5"))
    return found


@pytest.fixture
def ours(world: World) -> Access:
    return access_of(world.users["committee_worker"].pk)


@pytest.fixture
def theirs(world: World) -> Access:
    return access_of(world.users["other_worker"].pk)


def _offer(world: World, case: Case, ours: Access) -> HandOver:
    return offer(access=ours, case_id=case.pk, to=_area(world, "there"), why="住到女儿家")


def _stock(label: str) -> tuple[int, int]:
    """Under observation, and how many of them today's increment is."""
    (found,) = figures(labels=[label], measures=["observed"])
    return found.stock, found.plus


def test_until_they_accept_it_stays(world: World, case: Case, ours: Access) -> None:
    _offer(world, case, ours)
    case.refresh_from_db()
    assert case.path.startswith(world.stairwell.path)
    for key in ("committee_worker", "other_worker"):
        assert reverse("observation:offers") in world.client(key).get("/").content.decode()


def test_accepted_everything_moves_and_the_books_with_it(
    world: World, case: Case, ours: Access, theirs: Access
) -> None:
    here, there = _stock(_area(world, "here")), _stock(_area(world, "there"))
    made = _offer(world, case, ours)
    for _again in range(2):
        accept(access=theirs, offer_id=made.pk)
    case.refresh_from_db()
    path = case.place.path
    assert path == path_of_kind(world.elsewhere.path, "area")
    assert case.path == path
    assert set(case.checks.values_list("path", flat=True)) == {path}
    assert set(TermChange.objects.filter(case=case).values_list("path", flat=True)) == {path}
    assert Hold.objects.get(source=case.pk, lifted_at=None).path == path
    assert _stock(_area(world, "here")) == (here[0] - 1, here[1])
    assert _stock(_area(world, "there")) == (there[0] + 1, there[1])
    assert not reconcile().differences


def test_accepted_it_is_theirs_to_work_with_and_no_longer_ours(
    world: World, case: Case, ours: Access, theirs: Access
) -> None:
    made = _offer(world, case, ours)
    accept(access=theirs, offer_id=made.pk)
    page = reverse("observation:case", args=[case.pk])
    assert world.client("other_worker").get(page).status_code == 200
    assert world.client("committee_worker").get(page).status_code == 404
    offered = reverse("observation:offered", args=[made.pk])
    assert "已接收" in world.client("committee_worker").get(offered).content.decode()


def test_refused_it_stays_and_they_say_why(
    world: World, case: Case, ours: Access, theirs: Access
) -> None:
    made = _offer(world, case, ours)
    with pytest.raises(Refused) as no:
        refuse(access=theirs, offer_id=made.pk, why=" ")
    assert no.value.field == "why"
    refuse(access=theirs, offer_id=made.pk, why="查无此人")
    with pytest.raises(Refused):
        accept(access=theirs, offer_id=made.pk)
    page = world.client("committee_worker").get(reverse("observation:offers")).content.decode()
    assert "查无此人" in page


def test_taken_back_it_cannot_be_accepted(
    world: World, case: Case, ours: Access, theirs: Access
) -> None:
    made = _offer(world, case, ours)
    take_back(access=ours, offer_id=made.pk)
    with pytest.raises(Refused):
        accept(access=theirs, offer_id=made.pk)
    assert _offer(world, case, ours).pk != made.pk


def test_only_the_side_that_is_asked_may_answer(world: World, case: Case, ours: Access) -> None:
    made = _offer(world, case, ours)
    for deed in (accept, lambda **asked: refuse(why="不行", **asked)):
        with pytest.raises(Hidden), transaction.atomic():
            deed(access=ours, offer_id=made.pk)


def test_a_second_offer_waits_for_the_first(world: World, case: Case, ours: Access) -> None:
    made = _offer(world, case, ours)
    assert _offer(world, case, ours).pk == made.pk
    with pytest.raises(Refused) as no:
        offer(access=ours, case_id=case.pk, to=_area(world, "here"), why="改主意")
    assert no.value.field == "to"


def test_what_has_ended_meanwhile_cannot_be_accepted(
    world: World, case: Case, ours: Access, theirs: Access
) -> None:
    made = _offer(world, case, ours)
    end_otherwise(access=SYSTEM, case_id=case.pk, why="开错了")
    with pytest.raises(Refused):
        accept(access=theirs, offer_id=made.pk)


def test_who_moved_within_the_committee_goes_over_at_once(
    world: World, case: Case, ours: Access
) -> None:
    home = world.home(world.stairwell)
    made = offer(access=ours, case_id=case.pk, to=home.label, why="换了房间")
    case.refresh_from_db()
    assert (made.state, case.path) == (HandOver.State.ACCEPTED, home.path)
    assert not reconcile().differences


def test_who_moved_away_is_noticed_and_still_called(world: World, case: Case) -> None:
    """Out of our sight by now, she is observed by us until they accept."""
    home = world.home(world.elsewhere)
    change_residence(access=SYSTEM, person_id=case.person_id, side="actual", label=home.label)
    worker = world.client("committee_worker")
    assert "人观察期里搬了家" in worker.get("/").content.decode()
    page = worker.get(reverse("observation:case", args=[case.pk]))
    assert page.status_code == 200
    assert f'<option value="{home.label}" selected' in page.content.decode()
    sheet = worker.get(reverse("observation:sheet") + "?which=cases").content.decode()
    assert reverse("observation:case", args=[case.pk]) in sheet


def test_an_offer_is_made_and_answered_on_the_pages(world: World, case: Case) -> None:
    answer = world.client("committee_worker").post(
        reverse("observation:offer", args=[case.pk]),
        {"to": _area(world, "there"), "why": "住到女儿家"},
    )
    assert answer.status_code == 302
    page = world.client("other_worker").get(answer["Location"]).content.decode()
    assert "住到女儿家" in page
    assert case.person.name not in page
    offer_id = HandOver.objects.get().pk
    world.client("other_worker").post(reverse("observation:accept", args=[offer_id]), {"door": ""})
    assert HandOver.objects.get().state == HandOver.State.ACCEPTED


def test_nothing_typed_is_lost_without_a_target(world: World, case: Case) -> None:
    answer = world.client("committee_worker").post(
        reverse("observation:offer", args=[case.pk]), {"to": "", "why": "住到女儿家"}
    )
    assert answer.status_code == 422
    assert "住到女儿家" in answer.content.decode()
