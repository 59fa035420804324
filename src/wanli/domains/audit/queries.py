"""Reading the access log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.audit.models import Opening, Seal
from wanli.ground.fields import below
from wanli.kernel import clock

__all__ = ["Narrowing", "Opening", "Seal", "openings", "openings_of", "seals"]


def openings_of(*subjects: UUID, limit: int = 50) -> list[Opening]:
    """Who opened these subjects' data, latest first."""
    return list(Opening.objects.filter(subject__in=subjects).order_by("-at")[:limit])


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which part of the log is asked for; days are local and inclusive."""

    who: str = ""
    first: date | None = None
    last: date | None = None
    only_exports: bool = False


def openings(paths: Iterable[str], narrowing: Narrowing | None = None) -> QuerySet[Opening]:
    """The access log below these subtrees, latest first."""
    log = Opening.objects.filter(below(paths))
    narrowing = narrowing or Narrowing()
    if narrowing.who:
        log = log.filter(user_name__icontains=narrowing.who)
    if narrowing.first:
        log = log.filter(at__gte=clock.midnight(narrowing.first))
    if narrowing.last:
        log = log.filter(at__lt=clock.midnight(narrowing.last + timedelta(days=1)))
    if narrowing.only_exports:
        log = log.filter(subject=None)
    return log.order_by("-at", "-id")


def seals(*, limit: int = 60) -> list[Seal]:
    """The latest daily seals."""
    return list(Seal.objects.order_by("-day")[:limit])
