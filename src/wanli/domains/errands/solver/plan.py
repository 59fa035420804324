"""Routes for runners: every door once, nobody carries too much, every promised time kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wanli.domains.errands.solver.faults import alone, checked, together
from wanli.domains.errands.solver.problem import (
    Effort,
    LeftOver,
    Load,
    Plan,
    Route,
    Runner,
    Stop,
    Visit,
)
from wanli.domains.errands.solver.ways import Pace, Spot, metres, seconds


def plan(
    stops: Iterable[Stop],
    runners: Iterable[Runner],
    *,
    pace: Pace | None = None,
    effort: Effort | None = None,
    tell: Callable[[float], None] | None = None,
) -> Plan:
    """The shortest ways found with this effort; ``tell`` hears how many seconds it has taken, and
    may raise to stop.

    A door that cannot be reached is left over with its reason, and never dropped silently; the
    others are planned all the same. Raises ``Refused`` for what makes no sense: no runner, a
    door twice, a time that ends before it begins.
    """
    doors, walking, how = tuple(stops), tuple(runners), pace or Pace()
    checked(doors, walking)
    lost = {one.key: why for one in doors if (why := alone(one, walking, how))}
    able = [one for one in doors if one.key not in lost]
    if not able:
        return Plan((), tuple(lost.values()), 0)
    # The library takes a third of a second to read; whoever plans nothing need not wait for it.
    from wanli.domains.errands.solver.engine import routed

    ways = routed(able, walking, how, effort or Effort(), tell)
    by_key = {one.key: one for one in able}
    routes = [
        timed(runner, [(by_key[key], trip) for key, trip in ways[runner.key]], how)
        for runner in walking
        if ways.get(runner.key)
    ]
    placed = {visit.key for route in routes for visit in route.visits}
    spare = [_spare(runner, ways.get(runner.key, []), by_key) for runner in walking]
    for one in able:
        if one.key not in placed:
            lost[one.key] = together(one, spare)
    left = tuple(lost[one.key] for one in doors if one.key in lost)
    return Plan(tuple(routes), left, sum(travel(route, by_key, walking, how) for route in routes))


def retimed(
    order: Mapping[str, Iterable[str]],
    stops: Iterable[Stop],
    runners: Iterable[Runner],
    *,
    pace: Pace | None = None,
) -> tuple[Route, ...]:
    """The routes of an order that somebody made by hand: runner to doors.

    A new trip begins where the next door's load would not fit. Times may break a promise: see
    ``late``; what a person decides is shown, not refused.
    """
    how, by_key = pace or Pace(), {one.key: one for one in stops}
    routes = []
    for runner in runners:
        visits: list[tuple[Stop, int]] = []
        carried, trip = Load(), 1
        for key in order.get(runner.key, ()):
            stop = by_key[key]
            if visits and not (carried + stop.load).within(runner.carries):
                carried, trip = Load(), trip + 1
            carried += stop.load
            visits.append((stop, trip))
        if visits:
            routes.append(timed(runner, visits, how))
    return tuple(routes)


def late(route: Route, stops: Mapping[str, Stop]) -> dict[str, int]:
    """Doors that are reached after their promised time, and by how many seconds."""
    return {
        visit.key: visit.begins - stops[visit.key].late
        for visit in route.visits
        if visit.begins > stops[visit.key].late
    }


def timed(runner: Runner, visits: list[tuple[Stop, int]], pace: Pace) -> Route:
    """The times of a way in this order.

    She sets out as late as she can without coming later anywhere: nobody waits in a cold yard.
    """
    begins, _ = _walk(runner, visits, pace, runner.early)
    starts = _latest_start(runner, visits, pace, begins)
    begins, arrivals = _walk(runner, visits, pace, starts)
    found, walked = [], 0
    for at, (stop, trip) in enumerate(visits):
        legs = _legs(runner, visits, at)
        on_foot = sum(metres(pace, one, other) for one, other in legs)
        walked += on_foot
        found.append(
            Visit(stop.key, arrivals[at], begins[at], begins[at] + stop.service, trip, on_foot)
        )
    last = visits[-1][0].spot
    ends = found[-1].leaves + seconds(pace, last, runner.home)
    return Route(runner.key, tuple(found), starts, ends, walked + metres(pace, last, runner.home))


def travel(route: Route, stops: Mapping[str, Stop], runners: Iterable[Runner], pace: Pace) -> int:
    """Seconds on the way, without those at doors."""
    runner = next(one for one in runners if one.key == route.runner)
    visits = [(stops[visit.key], visit.trip) for visit in route.visits]
    legs = [leg for at in range(len(visits)) for leg in _legs(runner, visits, at)]
    legs.append((visits[-1][0].spot, runner.home))
    return sum(seconds(pace, one, other) for one, other in legs)


def _walk(
    runner: Runner, visits: list[tuple[Stop, int]], pace: Pace, starts: int
) -> tuple[list[int], list[int]]:
    """When she begins at each door, and when she arrives there."""
    now, begins, arrivals = starts, [], []
    for at, (stop, _) in enumerate(visits):
        now += sum(seconds(pace, one, other) for one, other in _legs(runner, visits, at))
        arrivals.append(now)
        now = max(now, stop.early)
        begins.append(now)
        now += stop.service
    return begins, arrivals


def _latest_start(
    runner: Runner, visits: list[tuple[Stop, int]], pace: Pace, begins: list[int]
) -> int:
    """The latest start with which the last door begins no later than with the earliest."""
    target = begins[-1]
    for at in reversed(range(len(visits))):
        if at < len(visits) - 1:
            target -= visits[at][0].service
            # Each door still within its promise, unless even the earliest start broke it.
            target = min(target, max(visits[at][0].late, begins[at]))
        target -= sum(seconds(pace, one, other) for one, other in _legs(runner, visits, at))
    return max(runner.early, target)


def _legs(runner: Runner, visits: list[tuple[Stop, int]], at: int) -> list[tuple[Spot, Spot]]:
    """The ways that lead to one door of a round, by the start where a new load is fetched."""
    stop, trip = visits[at]
    if not at:
        return [(runner.start, stop.spot)]
    before, trip_before = visits[at - 1]
    if trip == trip_before:
        return [(before.spot, stop.spot)]
    return [(before.spot, runner.start), (runner.start, stop.spot)]


def _spare(runner: Runner, way: list[tuple[str, int]], stops: Mapping[str, Stop]) -> Load:
    """What she could still have carried: a whole cart if a trip of hers is left."""
    trips = {trip for _, trip in way}
    if len(trips) < runner.trips:
        return runner.carries
    loads = []
    for trip in trips:
        carried = sum((stops[key].load for key, of in way if of == trip), Load())
        parts = zip(runner.carries.parts, carried.parts, strict=True)
        loads.append(Load(*(most - has for most, has in parts)))
    return max(loads, key=lambda load: load.parts)


__all__ = ("LeftOver", "late", "plan", "retimed", "timed", "travel")
