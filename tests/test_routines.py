"""Daily routines: laid out from the plan, done many at once, or missed for a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.places.models import Place
from wanli.domains.routines.models import RoutineCheck
from wanli.domains.routines.operations.days import open_day
from wanli.domains.routines.operations.record import record_done, record_missed
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()
DAY = clock.today() + timedelta(days=1)
SHEET = reverse("routines:sheet")


@pytest.fixture(autouse=True)
def _noon_of_a_fresh_day(world: World) -> Iterator[None]:
    with clock.frozen(datetime.combine(DAY, time(11), clock.LOCAL_ZONE)):
        open_day()
        yield


def of(place: Place) -> list[RoutineCheck]:
    return list(RoutineCheck.objects.filter(place=place, day=DAY).order_by("due_at"))


def figure(place: Place, measure: str) -> int:
    return figures(labels=[place.label], measures=[measure])[0].stock


def record(world: World, key: str, checks: list[RoutineCheck], **said: str) -> object:
    where = reverse("routines:record")
    ids = [str(one.pk) for one in checks]
    return world.client(key).post(where, {"ids": ids, "said": "done", **said})


def test_a_stairwell_owes_what_the_plan_asks(world: World) -> None:
    asked = [(one.routine, one.turn) for one in of(world.stairwell)]
    assert asked == [
        ("disinfect", "morning"), ("lift", "noon"), ("disinfect", "afternoon"),
    ]  # fmt: skip


def test_a_day_is_laid_out_once(world: World) -> None:
    assert open_day() == 0
    assert len(of(world.stairwell)) == 3


def test_many_are_done_at_once(world: World) -> None:
    checks = of(world.stairwell)
    answer = record(world, "stairwell_leader", checks)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert {one.state for one in of(world.stairwell)} == {"done"}
    assert figure(world.stairwell, "routines_due") == 0
    assert figure(world.stairwell, "routines_done") >= 3
    assert reconcile().differences == []


def test_pressing_twice_changes_nothing(world: World) -> None:
    ids = [one.pk for one in of(world.stairwell)]
    assert record_done(access=SYSTEM, ids=ids) == 3
    before = of(world.stairwell)[0].done_at
    assert record_done(access=SYSTEM, ids=ids, at=clock.now() - timedelta(hours=1)) == 0
    assert of(world.stairwell)[0].done_at == before


def test_missed_wants_a_reason(world: World) -> None:
    answer = record(world, "stairwell_leader", of(world.stairwell)[:1], said="missed", why=" ")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "为什么没做成" in answer.content.decode()  # type: ignore[attr-defined]
    assert of(world.stairwell)[0].state == "due"


def test_a_refusal_keeps_what_was_ticked_and_typed(world: World) -> None:
    checks = of(world.stairwell)
    answer = record(world, "stairwell_leader", [], said="missed", why="消毒液用完", turn="1")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "请至少勾一处" in page
    assert 'value="消毒液用完"' in page
    first = next(one for one in checks if str(one.pk) in page)
    assert f'value="{first.pk}" checked' not in page


def test_missed_for_a_reason_and_done_after_all(world: World) -> None:
    ids = [of(world.stairwell)[0].pk]
    record_missed(access=SYSTEM, ids=ids, why="消毒液用完")
    assert figure(world.stairwell, "routines_missed") >= 1
    record_done(access=SYSTEM, ids=ids, team="volunteers")
    found = of(world.stairwell)[0]
    assert (found.state, found.team, found.why) == ("done", "volunteers", "")
    assert reconcile().differences == []


def test_what_nobody_told_of_is_missed_at_midnight(world: World) -> None:
    with clock.frozen(clock.now() + timedelta(days=1)):
        open_day()
    assert {one.state for one in of(world.stairwell)} == {"missed"}
    assert reconcile().differences == []


def test_the_time_cannot_be_to_come(world: World) -> None:
    with pytest.raises(Refused):
        record_done(
            access=SYSTEM,
            ids=[of(world.stairwell)[0].pk],
            at=clock.now() + timedelta(minutes=5),
        )


def test_one_out_of_reach_spoils_the_whole(world: World) -> None:
    access = access_of(world.users["stairwell_leader"].pk)
    ids = [of(world.stairwell)[0].pk, of(world.elsewhere)[0].pk]
    with pytest.raises(Hidden):
        record_done(access=access, ids=ids)
    assert of(world.stairwell)[0].state == "due"


@pytest.mark.parametrize(
    ("key", "routine"),
    [("gate_guard", "门岗测温"), ("property_manager", "小区巡查"), ("stairwell_leader", "扶手")],
)
def test_today_asks_whoever_does_it(world: World, key: str, routine: str) -> None:
    assert "日常工作没记" in world.client(key).get("/").content.decode()
    assert routine in world.client(key).get(SHEET).content.decode()


def test_odd_input_is_answered(world: World) -> None:
    client = world.client("stairwell_leader")
    for query in ("day=x", "which=x", "day=9999-99-99", "measure=x&sign=plus"):
        assert client.get(f"{SHEET}?{query}").status_code == 200
    assert client.post(reverse("routines:record"), {"ids": "x"}).status_code == 404


def test_two_stairwells_become_one(world: World) -> None:
    old, new = world.stairwell, world.elsewhere
    record_done(access=SYSTEM, ids=[of(old)[0].pk])
    merge_place(access=SYSTEM, label=old.label, into=new.label, reason="同一个楼道")
    morning = [one for one in of(new) if one.routine == "disinfect" and one.turn == "morning"]
    assert [one.state for one in morning] == ["done"]
    assert reconcile().differences == []
