"""Whom a changed plan or list moved to another class, and observations not asked for any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wanli.domains.arrivals.models import STANDING, Verdict
from wanli.domains.observation.queries import standing
from wanli.ground.fields import below

__all__ = ["Moved", "moved_below", "moves_owed", "unasked_below"]


@dataclass(frozen=True, slots=True)
class Moved:
    """What waits at somebody's places."""

    people: int = 0
    unasked: int = 0
    """Observations that verdicts do not ask for any more, and nobody has decided."""


def moved_below(paths: Iterable[str]) -> QuerySet[Verdict]:
    """Verdicts that moved somebody below these places, of which nobody has taken note; those that
    ask for an observation first."""
    rows = Verdict.objects.filter(below(paths), _MOVED)
    return rows.select_related("returnee", "arrival").order_by("-case", "-at", "pk")


def unasked_below(paths: Iterable[str]) -> QuerySet[Verdict]:
    """Verdicts below these places whose observation still stands and is not asked for."""
    paths = list(paths)
    rows = Verdict.objects.filter(below(paths), _unasked(paths))
    return rows.select_related("returnee", "arrival").order_by("path", "pk")


def moves_owed(verify: Iterable[str], decide: Iterable[str]) -> Moved:
    """How many of each wait below these places: of the first below where one verifies, of the
    second below where one decides. One query."""
    verify, decide = list(verify), list(decide)
    found = Verdict.objects.filter(below([*verify, *decide]), over_at=None).aggregate(
        people=Count("pk", filter=_MOVED & below(verify)),
        unasked=Count("pk", filter=_unasked(decide) & below(decide)),
    )
    return Moved(**found)


_MOVED = Q(over_at=None, seen_at=None, arrival__state__in=STANDING) & ~Q(was="")


def _unasked(paths: list[str]) -> Q:
    cases = standing(paths).order_by().values("pk")
    return Q(over_at=None, unasked=True, case__in=cases)
