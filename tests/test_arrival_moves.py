"""Those whom a changed list moves: told to the committee once; observations nobody asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from tests.arrivals import document, registered, verified
from tests.key_areas import listed, street_of, without_list
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.arrivals.models import AreaNotice, Arrival, KeyArea, Returnee, Verdict
from wanli.domains.arrivals.moved import moved_below, moves_owed, unasked_below
from wanli.domains.arrivals.operations.judge import observe, overrule
from wanli.domains.arrivals.operations.moved import end_unasked, take_note
from wanli.domains.arrivals.operations.rejudge import rejudge
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.models import Case
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

WORKER, SECRETARY = "committee_worker", "committee_secretary"
MOVED = "人因预案或重点地区变了而换类"
UNASKED = "份观察不再要求,等您决定"


@pytest.fixture
def door(world: World, everything: None) -> Place:
    without_list()
    Verdict.objects.update(was="", unasked=False)
    return world.home(world.stairwell)


def again(door: Place) -> None:
    rejudge(Access.system(), {"place": street_of(door).label}, lambda done, total: None)


def off_the_list() -> None:
    KeyArea.objects.all().delete()
    AreaNotice.objects.all().delete()


def observed(door: Place) -> tuple[Arrival, Case]:
    """Somebody observed because she came from a key area that is none any more."""
    listed(door, "420106", "high", clock.today() - timedelta(days=20))
    arrival = registered(door).arrival
    verified(arrival, door)
    with transaction.atomic():
        (case,) = observe(Access.system(), arrival)
    off_the_list()
    again(door)
    return arrival, case


def today(world: World, key: str) -> str:
    return world.client(key).get("/").content.decode()


def test_the_committee_is_told_who_moved_and_what_it_asks_until_it_took_note(
    world: World, door: Place
) -> None:
    arrival = registered(door).arrival
    assert MOVED not in today(world, WORKER)
    listed(door, "420106", "high", clock.today() - timedelta(days=20))
    again(door)
    assert f"1 {MOVED}" in today(world, WORKER)
    assert MOVED not in today(world, "other_worker")
    url = reverse("sorting:moved")
    page = world.client(WORKER).get(url).content.decode()
    assert "外省市返回 → 重点地区返回" in page
    assert "住过湖北武汉武昌(当时高风险)" in page
    assert "到达后居家 14 天" in page
    verdict = Verdict.objects.get(arrival=arrival, over_at=None)
    answer = world.client("other_worker").post(url, {"verdict": str(verdict.pk)})
    assert answer.status_code == 302
    assert moved_below([door.path]).exists()
    for _time in range(2):
        assert world.client(WORKER).post(url, {"verdict": str(verdict.pk)}).status_code == 302
    verdict.refresh_from_db()
    assert verdict.seen_by == world.users[WORKER]
    assert MOVED not in today(world, WORKER)
    assert reconcile().differences == []


def test_moved_twice_before_anybody_looked_it_is_one_move_and_back_is_none(door: Place) -> None:
    arrival = registered(door).arrival
    listed(door, "420106", "low", clock.today() - timedelta(days=20))
    again(door)
    assert Verdict.objects.get(arrival=arrival, over_at=None).was == "elsewhere"
    off_the_list()
    again(door)
    verdict = Verdict.objects.get(arrival=arrival, over_at=None)
    assert (verdict.cls, verdict.was) == ("elsewhere", "")


def test_who_registers_or_is_overruled_is_no_move(world: World, door: Place) -> None:
    arrival = registered(door).arrival
    who = Returnee.objects.get(arrival=arrival)
    secretary = access_of(world.users[SECRETARY].pk)
    overrule(access=secretary, returnee_id=who.pk, cls="key_area", why="同住的人从武汉来")
    assert not moved_below([door.path]).exists()


def test_an_observation_not_asked_for_any_more_is_listed_and_ended_by_decision(
    world: World, door: Place
) -> None:
    arrival, case = observed(door)
    assert f"1 {UNASKED}" in today(world, SECRETARY)
    assert UNASKED not in today(world, WORKER)
    page = world.client(SECRETARY).get(reverse("sorting:unasked")).content.decode()
    assert reverse("observation:case", args=[case.pk]) in page
    verdict = Verdict.objects.get(arrival=arrival, over_at=None)
    url = reverse("sorting:decide_unasked", args=[verdict.pk])
    assert world.client(WORKER).post(url, {"end": "1", "why": "名单变了"}).status_code == 404
    answer = world.client(SECRETARY).post(url, {"end": "1", "why": " "})
    assert answer.status_code == 422
    assert "请写明为什么不用再观察" in answer.content.decode()
    assert world.client(SECRETARY).post(url, {"end": "1", "why": "名单变了"}).status_code == 302
    case.refresh_from_db()
    assert case.last_day == clock.today()
    assert UNASKED not in today(world, SECRETARY)
    assert world.client(SECRETARY).post(url, {"end": "1", "why": "名单变了"}).status_code == 302
    assert reconcile().differences == []


def test_an_observation_that_goes_on_is_decided_too(world: World, door: Place) -> None:
    arrival, case = observed(door)
    last = case.last_day
    verdict = Verdict.objects.get(arrival=arrival, over_at=None)
    url = reverse("sorting:decide_unasked", args=[verdict.pk])
    assert world.client(SECRETARY).post(url).status_code == 302
    case.refresh_from_db()
    assert case.last_day == last
    assert not unasked_below([door.path]).exists()


def test_an_observation_that_is_over_needs_no_decision(world: World, door: Place) -> None:
    _arrival, case = observed(door)
    Case.objects.filter(pk=case.pk).update(state="released", closed_at=clock.now())
    assert not unasked_below([door.path]).exists()
    assert moves_owed([], [door.path]).unasked == 0


def test_who_overrules_to_a_class_without_a_term_is_asked_what_becomes_of_the_observation(
    world: World, door: Place
) -> None:
    listed(door, "420106", "high", clock.today() - timedelta(days=20))
    arrival = registered(door, **{"p1-document": document()}).arrival
    verified(arrival, door)
    with transaction.atomic():
        observe(Access.system(), arrival)
    secretary = access_of(world.users[SECRETARY].pk)
    who = Returnee.objects.get(arrival=arrival)
    overrule(access=secretary, returnee_id=who.pk, cls="elsewhere", why="其实没去过武汉")
    verdict = unasked_below([door.path]).get()
    with pytest.raises(Refused):
        end_unasked(access=secretary, verdict_id=verdict.pk, why="")
    assert take_note(access=secretary, verdicts=[verdict.pk]) == 0
