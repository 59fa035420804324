"""Reading the access log."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.audit.models import Opening, Seal
from wanli.ground.fields import below


def openings_of(subject: UUID, *, limit: int = 50) -> list[Opening]:
    """Who opened this subject's data, latest first."""
    return list(Opening.objects.filter(subject=subject).order_by("-at")[:limit])


def openings(paths: Iterable[str]) -> QuerySet[Opening]:
    """The access log below these subtrees, latest first."""
    return Opening.objects.filter(below(paths)).order_by("-at", "-id")


def seals(*, limit: int = 60) -> list[Seal]:
    """The latest daily seals."""
    return list(Seal.objects.order_by("-day")[:limit])
