"""Reading daily routines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from wanli.domains.places.queries import in_order, names
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.parts import Words
from wanli.domains.routines.models import RoutineCheck, Team
from wanli.ground.fields import below
from wanli.kernel import clock

TEAMS = list(Team.choices)
STATES = dict(RoutineCheck.State.choices)
MOST = 2000
"""Places of one turn on a page."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How a day stands below some places."""

    due: int
    late: int
    done: int
    missed: int


@dataclass(slots=True)
class Round:
    """One turn of one routine on one day: the places where it is to be done."""

    name: str
    due_at: datetime
    team: str
    lines: list[tuple[str, RoutineCheck]] = field(default_factory=list)
    """Each with the address of its place."""

    @property
    def is_late(self) -> bool:
        """Whether it should be done by now."""
        return self.due_at < clock.now()


def counts(paths: Iterable[str], day: date | None = None) -> Counts:
    """How a day stands below these subtrees. One query."""
    found = of_day(paths, day or clock.today()).aggregate(
        due=Count("pk", filter=Q(state="due")),
        late=Count("pk", filter=Q(state="due", due_at__lt=clock.now())),
        done=Count("pk", filter=Q(state="done")),
        missed=Count("pk", filter=Q(state="missed")),
    )
    return Counts(**found)


def of_day(paths: Iterable[str], day: date) -> QuerySet[RoutineCheck]:
    """What a day asks for below these subtrees, at places that stand."""
    return RoutineCheck.objects.filter(below(paths), day=day, place__retired_on=None)


def rounds(found: QuerySet[RoutineCheck]) -> list[Round]:
    """The turns among these with their places: those due longest first. Three queries."""
    found = found.select_related("place", "by").defer("place__geometry").order_by("due_at", "path")
    rows = in_order(found[:MOST])
    addresses = names(row.path for row in rows)
    grouped: dict[tuple[object, ...], Round] = {}
    for row in rows:
        key = (row.due_at, row.routine, row.turn, row.team)
        one = grouped.setdefault(key, Round(name_of(row), row.due_at, str(row.get_team_display())))
        one.lines.append((addresses.get(row.path, row.place.name), row))
    return sorted(grouped.values(), key=lambda one: (one.due_at, one.name))


def name_of(check: RoutineCheck) -> str:
    """How the plan called it, in the reader's language."""
    return said(Words(**check.name))


@dataclass(frozen=True, slots=True)
class Shown:
    """One turn as anybody may read it: no person in it."""

    name: str
    due_at: datetime
    state: str
    done_at: datetime | None
    team: str


def shown_below(path: str, day: date) -> dict[str, list[Shown]]:
    """The routines of a day at a place, below it and above it, by path. One query.

    Who recorded them and why one failed is not among it.
    """
    found = RoutineCheck.objects.filter(below([path]) | Q(path__covers=path), day=day)
    listed = found.exclude(turn="").order_by("due_at", "routine")
    teams = {team.value: str(team.label) for team in Team}
    shown: defaultdict[str, list[Shown]] = defaultdict(list)
    rows = listed.values_list("path", "name", "due_at", "state", "done_at", "team")
    for at, name, due_at, state, done_at, team in rows:
        shown[at].append(Shown(said(Words(**name)), due_at, state, done_at, teams[team]))
    return shown
