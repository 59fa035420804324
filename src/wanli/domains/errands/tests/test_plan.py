"""Routes keep what they must, and say what they cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanli.domains.errands.solver import Effort, Load, Pace, Plan, Runner, Spot, Stop, plan, retimed
from wanli.domains.errands.solver.faults import (
    NO_BOX,
    NO_ROOM,
    NO_TIME,
    OFF_HOURS,
    TOO_FAR,
    TOO_HEAVY,
    TOO_LONG,
)
from wanli.domains.errands.solver.plan import late
from wanli.domains.errands.solver.ways import seconds
from wanli.kernel.errors import Refused

H = 3600
CART = Load(60_000, 90_000, 4)
POINT = Spot("a", "c1")
QUICK = Effort(iterations=150, seconds=60)


def door(n: int, **other: Any) -> Stop:
    """A door in one of a few houses."""
    spot = Spot("a", f"c{n % 2}", f"b{n % 5}", f"s{n % 7}", floor=1 + n % 6, floors=6)
    return replace(Stop(f"d{n}", spot, Load(4_000, 6_000, 0)), **other)


def runner(n: int = 0, **other: Any) -> Runner:
    return replace(Runner(f"r{n}", POINT, CART, 8 * H, 18 * H), **other)


def kept(made: Plan, stops: list[Stop], runners: list[Runner], pace: Pace | None = None) -> None:
    """Whatever must be true of any plan, worked out again from nothing but the answer."""
    how = pace or Pace()
    doors, walking = {one.key: one for one in stops}, {one.key: one for one in runners}
    visited = [visit.key for route in made.routes for visit in route.visits]
    assert sorted([*visited, *(one.key for one in made.left)]) == sorted(doors)
    assert all(one.sentence for one in made.left)
    for route in made.routes:
        who = walking[route.runner]
        assert who.early <= route.starts <= route.ends <= who.late
        assert route.ends - route.starts <= who.longest
        at, now, trip = who.start, route.starts, 1
        carried = Load()
        for visit in route.visits:
            stop = doors[visit.key]
            if visit.trip != trip:
                assert visit.trip == trip + 1 <= who.trips
                now += seconds(how, at, who.start)
                at, carried, trip = who.start, Load(), visit.trip
            now += seconds(how, at, stop.spot)
            assert visit.arrives == now
            now = max(now, stop.early)
            assert visit.begins == now <= stop.late
            now += stop.service
            assert visit.leaves == now
            carried += stop.load
            assert carried.within(who.carries)
            at = stop.spot
        assert route.ends == now + seconds(how, at, who.home)


hours = st.integers(7, 19)


@st.composite
def stops_of(draw: st.DrawFn, number: int) -> Stop:
    early = draw(hours) * H
    load = Load(draw(st.integers(0, 70_000)), draw(st.integers(0, 40_000)), draw(st.integers(0, 2)))
    return door(
        number, load=load, early=early, late=early + draw(st.integers(0, 4)) * H,
        service=draw(st.sampled_from([0, 60, 900])),
    )  # fmt: skip


@st.composite
def runners_of(draw: st.DrawFn, number: int) -> Runner:
    early = draw(st.integers(7, 12)) * H
    return runner(
        number, early=early, late=early + draw(st.integers(0, 8)) * H,
        trips=draw(st.integers(1, 3)), longest=draw(st.sampled_from([H, 4 * H, 24 * H])),
        end=draw(st.none() | st.just(Spot("a", "c0"))),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_door_is_on_one_route_or_left_with_a_reason(data: st.DataObject) -> None:
    stops = [data.draw(stops_of(n)) for n in range(data.draw(st.integers(0, 14)))]
    runners = [data.draw(runners_of(n)) for n in range(data.draw(st.integers(1, 3)))]
    kept(plan(stops, runners, effort=QUICK), stops, runners)


def test_the_same_seed_plans_the_same() -> None:
    stops, runners = [door(n) for n in range(30)], [runner(0), runner(1)]
    assert plan(stops, runners, effort=QUICK) == plan(stops, runners, effort=QUICK)


def test_one_stairwell_is_not_climbed_twice() -> None:
    stops = [door(n) for n in range(28)]
    made = plan(stops, [runner(carries=Load(10**6, 10**6, 10))], effort=QUICK)
    kept(made, stops, [runner(carries=Load(10**6, 10**6, 10))])
    wells = [
        (one.spot.compound, one.spot.building, one.spot.stairwell)
        for visit in made.routes[0].visits
        for one in stops
        if one.key == visit.key
    ]
    runs = [well for at, well in enumerate(wells) if at == 0 or wells[at - 1] != well]
    assert len(runs) == len(set(wells))


def test_who_has_too_much_for_one_cart_goes_twice_where_she_may() -> None:
    stops = [door(n, load=Load(25_000)) for n in range(4)]
    once = plan(stops, [runner()], effort=QUICK)
    assert [left.why for left in once.left] == [NO_ROOM, NO_ROOM]
    twice = plan(stops, [runner(trips=2)], effort=QUICK)
    kept(twice, stops, [runner(trips=2)])
    assert not twice.left
    assert [visit.trip for visit in twice.routes[0].visits] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("stop", "why", "says"),
    [
        (door(1, load=Load(75_500)), TOO_HEAVY, "75.5"),
        (door(1, load=Load(1, 1, 5)), NO_BOX, "5"),
        (door(1, early=20 * H, late=21 * H), OFF_HOURS, "20:00-21:00"),
        (door(1, early=0, late=8 * H + 10), TOO_FAR, "8:0"),
        (door(1, early=17 * H + 3590, late=18 * H), TOO_LONG, "回来"),
    ],
)
def test_what_fits_nowhere_is_named_with_its_reason(stop: Stop, why: str, says: str) -> None:
    made = plan([stop, door(2)], [runner(), runner(1)], effort=QUICK)
    assert [(one.key, one.why) for one in made.left] == [("d1", why)]
    assert says in made.left[0].sentence
    assert [visit.key for route in made.routes for visit in route.visits] == ["d2"]


def test_promises_at_one_moment_far_apart_cannot_all_be_kept() -> None:
    stops = [door(n, early=9 * H, late=9 * H) for n in range(3)]
    made = plan(stops, [runner()], effort=QUICK)
    kept(made, stops, [runner()])
    assert [one.why for one in made.left] == [NO_TIME, NO_TIME]


def test_nobody_waits_in_the_yard_for_a_promised_hour() -> None:
    made = plan([door(1, early=15 * H, late=16 * H)], [runner()], effort=QUICK)
    (visit,) = made.routes[0].visits
    assert visit.arrives == visit.begins == 15 * H
    assert made.routes[0].starts > 14 * H


@pytest.mark.parametrize(
    ("stops", "runners"),
    [
        ([door(1)], []),
        ([door(1), door(1)], [runner()]),
        ([door(1, early=9 * H, late=8 * H)], [runner()]),
        ([door(1, load=Load(-1))], [runner()]),
        ([door(1, service=-1)], [runner()]),
        ([door(1)], [runner(trips=0)]),
    ],
)
def test_nonsense_is_refused_with_a_sentence(stops: list[Stop], runners: list[Runner]) -> None:
    with pytest.raises(Refused) as refused:
        plan(stops, runners)
    assert str(refused.value).endswith("。")


def test_an_order_made_by_hand_is_timed_and_its_broken_promises_are_told() -> None:
    stops = [door(0, load=Load(40_000)), door(1, late=8 * H + 300), door(2, load=Load(30_000))]
    (route,) = retimed({"r0": ["d0", "d2", "d1"]}, stops, [runner(), runner(1)])
    assert [visit.key for visit in route.visits] == ["d0", "d2", "d1"]
    assert [visit.trip for visit in route.visits] == [1, 2, 2]
    assert list(late(route, {one.key: one for one in stops})) == ["d1"]
