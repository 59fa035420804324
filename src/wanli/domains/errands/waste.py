"""Reading waste rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from wanli.domains.errands.waste_models import WasteCount, WasteHandOver, WasteRound, WasteStop
from wanli.domains.places.queries import in_order, names
from wanli.domains.routines.models import Team
from wanli.domains.routines.queries import Shown
from wanli.ground.fields import below
from wanli.kernel import clock

WHICH = {
    "due": Q(state="due"),
    "collected": Q(state__in=("none", "missed", "collected", "arrived", "handed")),
    "handed": Q(state="handed"),
    "missing": Q(state__in=("arrived", "handed"), arrived__lt=F("bags"))
    | Q(state="collected", alarmed_at__isnull=False)
    | Q(disputed=True),
}
INSIDE = ("building", "stairwell", "household")
"""What tells homes of one compound apart."""
MOST = 600
"""Homes on a page."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How waste stands below some places: homes, and homes with a difference."""

    due: int
    late: int
    told: int
    handed: int
    trouble: int
    unhanded: int
    """Homes whose bags should be with the disposal team by now."""


@dataclass(slots=True)
class Lines:
    """One round's homes below some places, in the order in which one walks past them."""

    round_id: UUID
    where: str
    due_at: datetime
    may_count: bool
    """Whether the reader sees the round as a whole, and not only some of its doors."""
    lines: list[tuple[str, WasteStop]] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        """Whether all of it should have been fetched by now."""
        return self.due_at < clock.now()


def counts(paths: Iterable[str]) -> Counts:
    """How today stands below these subtrees, and what is missing from before. One query."""
    now, today = clock.now(), clock.today()
    found = (
        _standing(paths)
        .filter(Q(day=today) | WHICH["missing"])
        .aggregate(
            due=Count("pk", filter=Q(state="due", day=today)),
            late=Count("pk", filter=Q(state="due", day=today, due_at__lt=now)),
            told=Count("pk", filter=Q(day=today) & ~Q(state__in=("due", "missed"))),
            handed=Count("pk", filter=Q(day=today, state="handed")),
            trouble=Count("pk", filter=WHICH["missing"]),
            unhanded=Count("pk", filter=Q(state="arrived", arrived__gt=0, hand_by__lt=now)),
        )
    )
    return Counts(**found)


def of_day(paths: Iterable[str], day: date, which: str) -> QuerySet[WasteStop]:
    """Homes of a day; those with a difference of any day until then."""
    when = Q(day__lte=day) if which == "missing" else Q(day=day)
    return _standing(paths).filter(when, WHICH[which])


def lines(found: QuerySet[WasteStop], *, whole: Iterable[str]) -> list[Lines]:
    """These homes by round, the one due first at the head. ``whole``: where the reader may count
    at collection points. Four queries."""
    rows = found.select_related("place", "by").defer("place__geometry")
    listed = in_order(rows.order_by("due_at", "path")[:MOST])
    addresses = names((row.path for row in listed), kinds=INSIDE)
    rounds = {
        one.pk: one
        for one in WasteRound.objects.filter(pk__in={row.round_id for row in listed})
        .select_related("place")
        .defer("place__geometry")
    }
    heads = list(whole)
    grouped: dict[UUID, Lines] = {}
    for row in listed:
        one = grouped.get(row.round_id)
        if one is None:
            known = rounds.get(row.round_id)
            inside = known is not None and any(_in(known.path, head) for head in heads)
            where = known.place.name if known else ""
            one = Lines(row.round_id, where, row.due_at, inside)
            grouped[row.round_id] = one
        one.lines.append((addresses.get(row.path, row.place.name), row))
    return sorted(grouped.values(), key=lambda one: (one.due_at, one.where))


def rounds_of_day(paths: Iterable[str], day: date) -> list[tuple[WasteRound, int, int, int]]:
    """The rounds of a day at compounds below these, each with homes, bags on the way and bags at
    the point. One query."""
    found = WasteRound.objects.filter(below(paths), day=day, place__retired_on=None)
    rows = (
        found.select_related("place")
        .defer("place__geometry")
        .annotate(
            n=Count("stops"),
            way=Sum("stops__bags", filter=Q(stops__state="collected")),
            here=Sum("stops__arrived", filter=Q(stops__state="arrived")),
        )
    )
    return [(one, one.n, one.way or 0, one.here or 0) for one in rows.order_by("due_at", "path")]


def of_round(round_id: UUID) -> list[tuple[str, WasteStop]]:
    """All homes of a round, in the order in which one walks past them."""
    rows = WasteStop.objects.filter(round=round_id).select_related("place", "by")
    listed = in_order(rows.defer("place__geometry"))
    addresses = names((row.path for row in listed), kinds=INSIDE)
    return [(addresses.get(row.path, row.place.name), row) for row in listed]


def handed_of(round_id: UUID) -> list[WasteHandOver]:
    """What the disposal team took of a round, the first first."""
    return list(WasteHandOver.objects.filter(round=round_id).select_related("by").order_by("at"))


def counts_of(stop: WasteStop) -> list[WasteCount]:
    """Everybody's counts of a home's bags, the first first."""
    return list(stop.counts.select_related("by").order_by("recorded_at"))


def waste_shown_below(path: str, day: date) -> dict[str, list[Shown]]:
    """The waste rounds of a day at, below and above a place, by the path of their compound, as
    anybody may read them: no home and no person in them. One query."""
    found = WasteRound.objects.filter(below([path]) | Q(path__covers=path), day=day)
    rows = found.annotate(
        due=Count("stops", filter=Q(stops__state="due")),
        missed=Count("stops", filter=Q(stops__state="missed")),
        n=Count("stops"),
        fetched=Max("stops__at"),
        on_the_way=Sum("stops__bags", filter=Q(stops__state__in=("collected", "arrived"))),
        taken=Count("stops", filter=Q(stops__state="handed")),
        taken_at=Max("handed__at"),
    )
    shown: defaultdict[str, list[Shown]] = defaultdict(list)
    for one in rows.order_by("due_at"):
        state = "due" if one.due else "missed" if one.missed == one.n else "done"
        team = str(one.get_team_display())
        at = one.fetched if state == "done" else None
        shown[one.path].append(Shown(_("居家观察户垃圾上门收"), one.due_at, state, at, team))
        if one.on_the_way or one.taken:
            state = "due" if one.on_the_way else "done"
            at = one.taken_at if state == "done" else None
            name, team = _("居家观察户垃圾交清运队"), str(Team.DISPOSAL.label)
            shown[one.path].append(Shown(name, one.hand_by, state, at, team))
    return shown


def _standing(paths: Iterable[str]) -> QuerySet[WasteStop]:
    return WasteStop.objects.filter(below(paths), place__retired_on=None)


def _in(path: str, head: str) -> bool:
    return path == head or path.startswith(head + ".")
