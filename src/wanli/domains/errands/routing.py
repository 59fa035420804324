"""Suggest who goes to which doors: requests that wait, and the ways that the solver finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from wanli.domains.errands.models import How, Request, State
from wanli.domains.errands.planned import errands_at, weights_of
from wanli.domains.errands.solver import Effort, Load, Route, Runner, Stop, plan, retimed
from wanli.domains.errands.solver.plan import late
from wanli.domains.errands.solver.problem import DAY, LeftOver, Plan
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
MOST_ON_SCREEN = 80
"""Requests that are planned while somebody waits; more of them are a job for the worker."""
MOST_IN_A_JOB = 800


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
    kilos: int = 25
    """A cart may hold at most."""


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
    grams: int
    """Of all loads together, about."""

    @property
    def kilos(self) -> str:
        """To be read."""
        return f"{self.grams / 1000:.1f}".removesuffix(".0")


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


@dataclass(frozen=True, slots=True)
class Laid:
    """The doors and the runners of one plan, read once."""

    requests: Mapping[str, Request]
    addresses: Mapping[str, str]
    stops: tuple[Stop, ...]
    runners: tuple[Runner, ...]
    day: datetime


def laid_out(paths: Iterable[str], *, how: str, shop: str, crew: Crew, most: int = MOST) -> Laid:
    """What waits below these places, the most pressing first, and who goes."""
    found = list(
        waiting(paths)
        .filter(how=how, shop=shop)
        .select_related("place")
        .defer("place__geometry")
        .order_by("wanted_by", "pk")[:most]
    )
    day = clock.midnight(clock.today())
    spots = spots_of([crew.start, *(one.path for one in found)])
    grams = weights_of(errands_at(crew.start), found)
    cart = Load(grams=crew.kilos * 1000, homes=crew.homes)
    return Laid(
        {str(one.pk): one for one in found},
        names(one.path for one in found),
        tuple(
            Stop(
                str(one.pk), spots[one.path], Load(grams=grams[one.pk], homes=1), 0,
                _by(one, day, crew), AT_THE_DOOR,
            )
            for one in found
        ),
        tuple(
            Runner(
                str(n), spots[crew.start], cart, _second(crew.leaves, day),
                _second(crew.back, day), trips=9,
            )
            for n in range(1, crew.runners + 1)
        ),
        day,
    )  # fmt: skip


def searched(laid: Laid, effort: Effort, tell: Callable[[float], None] | None = None) -> Plan:
    """The best ways found with this effort. Takes its time, and needs no transaction."""
    return plan(laid.stops, laid.runners, effort=effort, tell=tell)


def suggest(
    paths: Iterable[str],
    *,
    how: str,
    shop: str,
    crew: Crew,
    order: Mapping[int, Sequence[UUID]] | None = None,
    left: Iterable[LeftOver] = (),
) -> Suggestion:
    """Routes for what waits below these places. ``order``: as somebody wants it, runner by runner;
    what she leaves out is left (``left``: with the reason, where one is known). Raises ``Refused``
    for what makes no sense.

    Who was promised a time that is over is gone to as soon as may be.
    """
    most = MOST if order is None else MOST_IN_A_JOB
    laid = laid_out(paths, how=how, shop=shop, crew=crew, most=most)
    if order is None:
        made = searched(laid, ON_SCREEN)
        routes, left = made.routes, made.left
    else:
        wanted = {
            str(n): [str(k) for k in keys if str(k) in laid.requests] for n, keys in order.items()
        }
        routes = retimed(wanted, laid.stops, laid.runners)
    by_key = {stop.key: stop for stop in laid.stops}
    return Suggestion(
        tuple(_way(one, laid.requests, laid.addresses, by_key, laid.day) for one in routes),
        tuple(
            Left(
                laid.requests[one.key], laid.addresses.get(laid.requests[one.key].path, ""),
                one.why, dict(one.params),
            )
            for one in left
            if one.key in laid.requests
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
        sum(stops[visit.key].load.grams for visit in route.visits),
    )  # fmt: skip


def _by(request: Request, day: datetime, crew: Crew) -> int:
    promised = _second(request.wanted_by, day)
    return promised if promised > _second(crew.leaves, day) else DAY


def _second(at: datetime, day: datetime) -> int:
    """Of the day; what is promised for another one is within it."""
    return max(0, min(DAY, int((at - day).total_seconds())))
