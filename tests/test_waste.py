"""Waste of homes under observation: every bag is counted twice, and one that is gone is missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.errands.operations.waste_days import open_waste_day
from wanli.domains.errands.operations.waste_point import (
    count_at_point,
    explain,
    hand_over,
    raise_overdue,
)
from wanli.domains.errands.operations.waste_record import Recorded, Told, record_doors
from wanli.domains.errands.waste_models import WasteCount, WasteHandOver, WasteStop
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.models import Message
from wanli.domains.notices.registry import kind_of
from wanli.domains.observation.models import Case
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.plans.models import Version
from wanli.domains.postings.queries import posted_below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
DAY = clock.today() + timedelta(days=1)
SHEET = reverse("waste:sheet")


@pytest.fixture(autouse=True)
def _morning_of_a_fresh_day(world: World) -> Iterator[None]:
    for stairwell in (world.stairwell, world.elsewhere):
        world.case(stairwell)
    with clock.frozen(datetime.combine(DAY, time(9), clock.LOCAL_ZONE)):
        open_waste_day()
        # What is under way today, as the clock has it, is not what these tests are about.
        WasteStop.objects.filter(day__lt=DAY).update(arrive_by=None)
        yield


def at(stairwell: Place) -> WasteStop:
    return WasteStop.objects.filter(path__within=stairwell.path, day=DAY).order_by("path")[0]


def figure(place: Place, measure: str) -> int:
    return figures(labels=[place.label], measures=[measure])[0].stock


def since(place: Place, measure: str) -> int:
    """What came today, whatever there was before."""
    return figures(labels=[place.label], measures=[measure])[0].plus


def tell(stop: WasteStop, bags: int | None, **more: Any) -> Recorded:
    said = {"why": "没人应门"} if bags is None else {}
    return record_doors(
        access=more.pop("access", SYSTEM), told=[Told(stop.pk, bags, **said)],
        tally=more.pop("tally", None) or uuid7(), **more,
    )  # fmt: skip


def count(stop: WasteStop, bags: int, **more: Any) -> Recorded:
    told = {"tally": uuid7(), "disinfected": True} | more
    return count_at_point(access=SYSTEM, round_id=stop.round_id, bags={stop.pk: bags}, **told)


def hand(stop: WasteStop, bags: int, key: UUID | None = None, slip: str = "联单 17") -> Any:
    return hand_over(
        access=SYSTEM, round_id=stop.round_id, bags=bags, slip=slip, hand_over_id=key or uuid7()
    )


def test_every_observed_home_is_on_a_round_of_its_compound_once(world: World) -> None:
    doors = set(Case.objects.filter(state="open").values_list("path", flat=True))
    stops = list(WasteStop.objects.filter(day=DAY).select_related("round"))
    assert {one.path for one in stops} == doors
    assert len(stops) == len(doors)
    assert all(one.path.startswith(one.round.path + ".") for one in stops)
    assert open_waste_day() == 0


def test_who_comes_under_observation_later_joins_what_is_to_come(world: World) -> None:
    home = world.home(world.stairwell)
    person = Person.objects.filter(path=home.path, left_on=None)[0]
    opening = Opening("contact", "home_14", clock.today())
    open_case(access=SYSTEM, person_id=person.pk, opening=opening)
    assert open_waste_day() == 1
    assert WasteStop.objects.filter(place=home, day=DAY).count() == 1


def test_a_tap_at_the_door_writes_it_down(world: World) -> None:
    stop, client = at(world.stairwell), world.client("stairwell_leader")
    page = client.get(SHEET).content.decode()
    assert reverse("waste:stop", args=[stop.pk]) in page
    answer = client.post(reverse("waste:stop", args=[stop.pk]), {"bags": "2", "tally": uuid7()})
    assert answer.status_code == 302
    stop.refresh_from_db()
    assert (stop.state, stop.bags, stop.by_id) == (
        "collected", 2, world.users["stairwell_leader"].pk,
    )  # fmt: skip
    assert figure(world.stairwell, "waste_collected") >= 2
    assert reconcile().differences == []


def test_the_same_sent_twice_counts_once(world: World) -> None:
    stop, tally = at(world.stairwell), uuid7()
    assert tell(stop, 2, tally=tally).changed == 1
    assert tell(stop, 2, tally=tally).changed == 0
    assert tell(stop, 5, tally=tally) == Recorded(0)
    stop.refresh_from_db()
    assert (stop.bags, stop.disputed, stop.counts.count()) == (2, False, 1)


def test_what_waited_for_a_network_keeps_its_time(world: World) -> None:
    stop, client = at(world.stairwell), world.client("stairwell_leader")
    said = {"bags": "1", "tally": str(uuid7()), "waited": "1800"}
    where = reverse("waste:stop", args=[stop.pk])
    answer = client.post(where, said, headers={"accept": "application/json"})
    assert answer.json()["differs"] is False
    stop.refresh_from_db()
    assert (stop.at, stop.recorded_at) == (clock.now() - timedelta(minutes=30), clock.now())


def test_two_who_count_at_once_differently_both_stand_until_somebody_counts_again(
    world: World,
) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    came = tell(stop, 3)
    assert came.differ == (stop.pk,)
    stop.refresh_from_db()
    assert (stop.bags, stop.disputed) == (2, True)
    assert list(stop.counts.order_by("recorded_at").values_list("bags", flat=True)) == [2, 3]
    assert "两个人数的不一样" in world.client("stairwell_leader").get(
        f"{SHEET}?which=missing"
    ).content.decode()  # fmt: skip
    tell(stop, 3, again=True)
    stop.refresh_from_db()
    assert (stop.bags, stop.disputed) == (3, False)
    assert reconcile().differences == []


def test_two_who_count_the_same_agree(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    assert tell(stop, 2) == Recorded(0)
    stop.refresh_from_db()
    assert not stop.disputed


def test_whoever_could_not_fetch_it_does_not_undo_who_could(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    assert tell(stop, None).changed == 0
    stop.refresh_from_db()
    assert stop.state == "collected"


def test_what_was_not_given_out_wants_a_reason_and_can_still_be_fetched(world: World) -> None:
    stop = at(world.stairwell)
    where = reverse("waste:stop", args=[stop.pk])
    answer = world.client("stairwell_leader").post(where, {"said": "missed", "why": " "})
    assert answer.status_code == 422
    assert "为什么没收成" in answer.content.decode()
    tell(stop, None)
    assert figure(stop.place, "waste_due") == 0
    tell(stop, 1)
    stop.refresh_from_db()
    assert (stop.state, stop.why) == ("collected", "")
    assert reconcile().differences == []


@pytest.mark.parametrize("bags", ["", "-1", "31", "两袋", "1.5", "9" * 400])
def test_odd_numbers_are_asked_about(world: World, bags: str) -> None:
    stop = at(world.stairwell)
    where = reverse("waste:stop", args=[stop.pk])
    answer = world.client("stairwell_leader").post(where, {"bags": bags, "tally": uuid7()})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    stop.refresh_from_db()
    assert stop.state == "due"


def test_a_runner_whose_phone_died_is_followed_by_another(world: World) -> None:
    """Nobody owns a round: who goes on sees what was fetched, and cannot fetch it twice."""
    stop = at(world.stairwell)
    tell(stop, 2, access=access_of(world.users["stairwell_leader"].pk))
    other = world.client("committee_worker")
    left = other.get(SHEET).content.decode()
    assert reverse("waste:stop", args=[stop.pk]) not in left
    told = other.get(f"{SHEET}?which=collected").content.decode()
    assert reverse("waste:stop", args=[stop.pk]) in told
    # The dead phone wakes up and sends what it still had: the same number changes nothing.
    assert tell(stop, 2, at=clock.now() - timedelta(hours=1)).changed == 0


def test_all_arrive_and_are_handed_over(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    count(stop, 2)
    handed = hand(stop, 2)
    stop.refresh_from_db()
    assert (stop.state, stop.missing) == ("handed", 0)
    assert since(stop.place, "waste_handed") == 2
    assert since(stop.place, "waste_missing") == 0
    assert hand(stop, 2, handed.pk).pk == handed.pk
    assert WasteHandOver.objects.filter(round=stop.round_id).count() == 1
    assert tell(stop, 2).changed == 0
    with pytest.raises(Refused):
        tell(stop, 3, again=True)
    assert reconcile().differences == []


def test_one_bag_less_is_told_to_the_committee_at_once(world: World) -> None:
    stop = at(world.stairwell)
    before = figure(stop.place, "waste_missing")
    tell(stop, 3)
    count(stop, 2)
    stop.refresh_from_db()
    assert stop.missing == 1
    assert figure(stop.place, "waste_missing") == before + 1
    message = Message.objects.get(kind="waste_missing", sources=[stop.pk])
    assert message.sources == [stop.pk]
    kind = kind_of("waste_missing")
    assert kind
    assert kind.standing([stop.pk]) == {stop.pk}
    assert stop.place.name not in kind.text("committee", 1)
    assert "没到暂存点" in world.client("committee_worker").get("/").content.decode()
    explain(access=SYSTEM, stop_id=stop.pk, how="found", why="掉在电梯里")
    assert kind.standing([stop.pk]) == set()
    assert figure(stop.place, "waste_missing") == before
    assert reconcile().differences == []


def test_what_nobody_counts_in_time_did_not_arrive(world: World) -> None:
    stop = at(world.stairwell)
    before = figure(stop.place, "waste_missing")
    tell(stop, 2)
    assert raise_overdue() == 0
    with clock.frozen(clock.now() + timedelta(hours=3)):
        assert raise_overdue() == 1
        assert raise_overdue() == 0
        stop.refresh_from_db()
        assert stop.missing == 2
        assert figure(stop.place, "waste_missing") == before + 2
        count(stop, 2)
        assert figure(stop.place, "waste_missing") == before
    assert Message.objects.filter(kind="waste_missing", sources=[stop.pk]).count() == 1
    assert reconcile().differences == []


def test_a_door_that_was_counted_wrongly_is_put_right_with_a_reason(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 3)
    count(stop, 2)
    with pytest.raises(Refused):
        explain(access=SYSTEM, stop_id=stop.pk, how="miscounted", why=" ")
    explain(access=SYSTEM, stop_id=stop.pk, how="miscounted", why="门口点错,只有两袋")
    stop.refresh_from_db()
    assert (stop.bags, stop.arrived, stop.missing) == (2, 2, 0)
    assert reconcile().differences == []


def test_more_than_left_the_door_cannot_arrive(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 1)
    with pytest.raises(Refused) as refused:
        count(stop, 2)
    assert "2" in str(refused.value)


def test_two_who_count_at_the_point_both_stand(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 3)
    count(stop, 3)
    assert count(stop, 2).differ == (stop.pk,)
    stop.refresh_from_db()
    assert (stop.arrived, stop.disputed) == (3, True)
    with pytest.raises(Refused):
        hand(stop, 3)
    count(stop, 2, again=True)
    assert hand(stop, 2).bags == 2


@pytest.mark.parametrize(("bags", "slip"), [(1, "联单 17"), (3, "联单 17"), (2, " "), (0, "x")])
def test_only_what_was_counted_is_handed_over_and_somebody_took_it(
    world: World, bags: int, slip: str
) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    count(stop, 2)
    with pytest.raises(Refused):
        hand(stop, bags, slip=slip)
    stop.refresh_from_db()
    assert stop.state == "arrived"


def test_nothing_is_counted_before_it_is_disinfected(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    where = reverse("waste:point", args=[stop.round_id])
    client = world.client("committee_worker")
    answer = client.post(where, {f"b.{stop.pk}": "2", "tally": uuid7()})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "消毒" in page
    assert f'name="b.{stop.pk}" value="2"' in page


def test_the_collection_point_from_first_tap_to_last(world: World) -> None:
    stop, client = at(world.stairwell), world.client("committee_worker")
    tell(stop, 2)
    where = reverse("waste:point", args=[stop.round_id])
    assert where in client.get(SHEET).content.decode()
    said = {f"b.{stop.pk}": "2", "disinfected": "on", "tally": str(uuid7())}
    assert client.post(where, said).status_code == 302
    away = reverse("waste:handing", args=[stop.round_id])
    wrong = client.post(away, {"bags": "5", "slip": "联单 9", "tally": str(uuid7())})
    assert wrong.status_code == 422
    assert 'value="联单 9"' in wrong.content.decode()
    assert client.post(away, {"bags": "2", "slip": "联单 9"}).status_code == 302
    assert "联单 9" in client.get(where).content.decode()


def test_a_stairwell_leader_sees_her_doors_and_not_the_collection_point(world: World) -> None:
    leader = world.client("stairwell_leader")
    stop, there = at(world.stairwell), at(world.elsewhere)
    assert leader.get(reverse("waste:point", args=[stop.round_id])).status_code == 404
    assert leader.post(reverse("waste:stop", args=[there.pk]), {"bags": "1"}).status_code == 404
    with pytest.raises(Hidden):
        tell(there, 1, access=access_of(world.users["stairwell_leader"].pk))


def test_what_nobody_told_of_is_not_fetched_at_midnight(world: World) -> None:
    with clock.frozen(clock.now() + timedelta(days=1)):
        open_waste_day()
    stop = WasteStop.objects.filter(path__within=world.stairwell.path, day=DAY)[0]
    assert stop.state == "missed"
    assert reconcile().differences == []


def test_the_notice_in_the_stairwell_says_when_and_by_which_team(world: World) -> None:
    stop = at(world.stairwell)
    compound = Place.objects.get(pk=stop.round.place_id)
    for one in WasteStop.objects.filter(round=stop.round_id):
        tell(one, 1)
    rows = {one.name: one for one in posted_below(compound.path)[0].routines}
    fetched = rows["居家观察户垃圾上门收"]
    assert (fetched.state, fetched.team) == ("done", "物业")
    assert rows["居家观察户垃圾交清运队"].state == "due"


def test_a_plan_that_says_nothing_of_homes_says_nothing_of_their_waste(world: World) -> None:
    compound = at(world.stairwell).round.path
    assert _told_of(compound)
    version = Version.objects.get(adopted_at=None)
    content = {**version.content, "notice": {**version.content["notice"], "homes": "none"}}
    Version.objects.filter(pk=version.pk).update(content=content, effective_on=clock.today())
    adopted = reverse("plan:adopt", args=[version.pk])
    assert world.client("subdistrict_leader").post(adopted).status_code == 302
    assert not _told_of(compound)


def _told_of(compound: str) -> set[str]:
    names = {one.name for posted in posted_below(compound) for one in posted.routines}
    return {name for name in names if "居家观察" in name}


def test_two_doors_that_are_one_keep_what_was_counted(world: World) -> None:
    stop = at(world.stairwell)
    tell(stop, 2)
    into = Place.objects.standing().filter(parent=stop.place.parent, kind="household")
    stays = into.exclude(pk=stop.place_id)[0]
    merge_place(access=SYSTEM, label=stop.place.label, into=stays.label, reason="录了两遍")
    stop.refresh_from_db()
    assert (stop.place_id, stop.bags) == (stays.pk, 2)
    assert WasteCount.objects.get(stop=stop).path == stays.path
    assert reconcile().differences == []


def test_odd_addresses_are_answered(world: World) -> None:
    client = world.client("stairwell_leader")
    for query in ("day=x", "which=x", "day=9999-99-99", "measure=x&sign=plus"):
        assert client.get(f"{SHEET}?{query}").status_code == 200
