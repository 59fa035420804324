"""Suggest who goes to which doors: requests that wait, and the ways that the solver finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from wanli.domains.errands.models import How, Request, State
from wanli.domains.errands.solver import Effort, Load, Route, Runner, Stop, plan, retimed
from wanli.domains.errands.solver.plan import late
from wanli.domains.errands.solver.problem import DAY
from wanli.domains.errands.spots import spots_of
from wanli.domains.places.queries import names
from wanli.ground.fields import below
from wanli.kernel import clock

HOWS = list(How.choices)
WAITING = (State.ASKED, State.AGAIN)
MOST = 300
"""Requests of one suggestion."""
ON_SCREEN = Effort(iterations=2000, seconds=2.0)
"""Somebody waits for it."""
AT_THE_DOOR = 120
"""Seconds."""
HOME = Load(grams=1)
"""What a cart holds is asked for in homes: nobody weighs cabbages before they are bought."""


@dataclass(frozen=True, slots=True)
class Group:
    """Requests that are got in one place."""

    how: str
    shop: str
    number: int
    first: datetime
    """When the first of them is promised."""

    @property
    def how_name(self) -> str:
        """In the reader's language."""
        return str(dict(HOWS).get(self.how, self.how))


@dataclass(frozen=True, slots=True)
class Crew:
    """Who goes: so many, from one place, from then till then, each with so many homes a cart."""

    start: str
    """Path of the gate or the compound."""
    runners: int
    leaves: datetime
    back: datetime
    homes: int


@dataclass(frozen=True, slots=True)
class Line:
    """A door on a suggested route."""

    request: Request
    address: str
    at: datetime
    trip: int
    late_by: int
    """Minutes after the promised time; 0 if it is kept."""


@dataclass(frozen=True, slots=True)
class Way:
    """What one runner does."""

    runner: int
    """From 1."""
    starts: datetime
    ends: datetime
    metres: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A request that is on no route, and why: a message id with its blanks."""

    request: Request
    address: str
    why: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Routes of all runners, and what is left."""

    ways: tuple[Way, ...]
    left: tuple[Left, ...]


def groups(paths: Iterable[str]) -> list[Group]:
    """What waits below these places, the group that is promised first at the head. One query."""
    rows = waiting(paths).values_list("how", "shop").annotate(n=Count("pk"), at=Min("wanted_by"))
    return [Group(*row) for row in rows.order_by("at", "how", "shop")]


def waiting(paths: Iterable[str]) -> QuerySet[Request]:
    """Requests that no round has taken up."""
    return Request.objects.filter(below(paths), state__in=WAITING, place__retired_on=None)


def suggest(
    paths: Iterable[str],
    *,
    how: str,
    shop: str,
    crew: Crew,
    order: Mapping[int, Sequence[UUID]] | None = None,
) -> Suggestion:
    """Routes for what waits below these places. ``order``: as somebody wants it, runner by runner;
    what she leaves out is left. Raises ``Refused`` for what makes no sense.

    Who was promised a time that is over is gone to as soon as may be.
    """
    found = list(
        waiting(paths)
        .filter(how=how, shop=shop)
        .select_related("place")
        .defer("place__geometry")
        .order_by("wanted_by", "pk")[:MOST]
    )
    day = clock.midnight(clock.today())
    spots = spots_of([crew.start, *(one.path for one in found)])
    stops = [
        Stop(str(one.pk), spots[one.path], HOME, 0, _by(one, day, crew), AT_THE_DOOR)
        for one in found
    ]
    runners = [
        Runner(
            str(n), spots[crew.start], Load(grams=crew.homes), _second(crew.leaves, day),
            _second(crew.back, day), trips=9,
        )
        for n in range(1, crew.runners + 1)
    ]  # fmt: skip
    by_key = {str(one.pk): one for one in found}
    addresses = names(one.path for one in found)
    if order is None:
        made = plan(stops, runners, effort=ON_SCREEN)
        routes, left = made.routes, made.left
    else:
        wanted = {str(n): [str(k) for k in keys if str(k) in by_key] for n, keys in order.items()}
        routes, left = retimed(wanted, stops, runners), ()
    return Suggestion(
        tuple(_way(one, by_key, addresses, {s.key: s for s in stops}, day) for one in routes),
        tuple(
            Left(by_key[one.key], addresses.get(by_key[one.key].path, ""), one.why,
                dict(one.params))
            for one in left
        ),
    )  # fmt: skip


def _way(
    route: Route,
    requests: Mapping[str, Request],
    addresses: Mapping[str, str],
    stops: Mapping[str, Stop],
    day: datetime,
) -> Way:
    broken = late(route, stops)
    return Way(
        int(route.runner),
        day + timedelta(seconds=route.starts),
        day + timedelta(seconds=route.ends),
        route.metres,
        tuple(
            Line(
                requests[visit.key], addresses.get(requests[visit.key].path, ""),
                day + timedelta(seconds=visit.begins), visit.trip,
                -(-broken.get(visit.key, 0) // 60),
            )
            for visit in route.visits
        ),
    )  # fmt: skip


def _by(request: Request, day: datetime, crew: Crew) -> int:
    promised = _second(request.wanted_by, day)
    return promised if promised > _second(crew.leaves, day) else DAY


def _second(at: datetime, day: datetime) -> int:
    """Of the day; what is promised for another one is within it."""
    return max(0, min(DAY, int((at - day).total_seconds())))
