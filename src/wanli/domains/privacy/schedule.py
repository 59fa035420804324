"""Which rule ends which records, where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from wanli.domains.places.queries import paths_of_kind
from wanli.domains.plans.personal import terms_of
from wanli.domains.plans.queries import InForce, Version, plan_in_force
from wanli.domains.plans.rules.content import Retention
from wanli.domains.privacy.models import ResponseEnd
from wanli.domains.privacy.retained import kinds_of
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel import clock
from wanli.kernel.scope import ROOT

PLANNED = "subdistrict"
"""The kind of place that has a plan."""


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of record at one place, and the rule that ends it."""

    area: Area
    rule: Retention
    kind: Retained
    version: Version | None
    ended_on: date | None

    @property
    def days(self) -> int:
        """As the plan says, but never fewer than the law."""
        return max(self.rule.days, self.kind.at_least)

    @property
    def before(self) -> date:
        """What began before this day is over: a term of one day that begins today ends tomorrow,
        and what it was about goes the day after."""
        return clock.today() - timedelta(days=self.days)

    def begun(self) -> QuerySet[Any]:
        """Rows whose term runs or is over, each with the day on which it began."""
        if self.rule.starts not in self.kind.starts:
            return self.kind.begun(self.area, self.rule.starts, None).none()
        return self.kind.begun(self.area, self.rule.starts, self.ended_on)

    def over(self) -> QuerySet[Any]:
        """Rows that are to be deleted, those first whose term began first."""
        return self.begun().filter(began__lt=self.before).order_by("began", "pk")


@dataclass(slots=True)
class Due:
    """What a rule ends at a place: how many records now, when the next ones."""

    rule: Retention
    days: int
    now: int = 0
    running: int = 0
    next_day: date | None = None
    waits: bool = False
    """Whether its terms have not begun, because the response is not over."""

    def add(self, term: Term) -> None:
        """Count the records of one more kind under the same rule."""
        began = term.begun().order_by().values_list("began").annotate(n=Count("pk"))
        for day, n in began.order_by("began"):
            if day < term.before:
                self.now += n
                continue
            self.running += n
            goes = day + timedelta(days=term.days + 1)
            self.next_day = min(goes, self.next_day or goes)


def terms(area: Area) -> list[Term]:
    """Every term in an area, by the plan that is in force there today."""
    now: InForce = plan_in_force(area.path)
    ended = ResponseEnd.objects.filter(path__covers=area.path, resumed_at=None)
    ended_on = ended.order_by("ended_on").values_list("ended_on", flat=True).last()
    return [
        Term(area, rule, kind, now.version, ended_on)
        for rule in terms_of(now.plan)
        for kind in kinds_of(rule.key)
    ]


def areas() -> list[Area]:
    """The places that have plans of their own, and what lies outside them."""
    planned = paths_of_kind(PLANNED)
    return [*map(Area, planned), Area(ROOT, tuple(planned))]


def all_terms() -> Iterator[Term]:
    """Every term there is; what belongs to no place stays as long as the longest rule says."""
    nowhere: dict[Retained, Term] = {}
    for area in areas():
        for term in terms(area):
            if term.kind.has_place:
                yield term
            elif term.kind not in nowhere or nowhere[term.kind].days < term.days:
                nowhere[term.kind] = term
    for term in nowhere.values():
        yield Term(Area(ROOT), term.rule, term.kind, term.version, None)


def due(paths: Iterable[str]) -> list[Due]:
    """What is to be deleted when, below these places. Needs the system's scope; numbers only."""
    found: dict[tuple[str, str], Due] = {}
    for path in paths:
        for term in terms(Area(path)):
            one = found.setdefault((path, term.rule.key), Due(term.rule, term.days))
            one.waits = term.rule.starts == "response_ended" and term.ended_on is None
            one.add(term)
    return list(found.values())
