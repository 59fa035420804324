"""What was deleted, and whether the response is over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from wanli.domains.privacy.models import Deletion, ResponseEnd
from wanli.ground.fields import below
from wanli.kernel.clock import LOCAL_ZONE
from wanli.kernel.scope import ROOT

__all__ = ["ResponseEnd", "deletions", "response_end"]


def deletions(paths: Iterable[str]) -> QuerySet[Deletion, Any]:
    """What was deleted below these places, and what belonged to none: a line a day and rule."""
    found = Deletion.objects.filter(below(paths) | Q(path=ROOT))
    return (
        found.annotate(day=TruncDate("at", tzinfo=LOCAL_ZONE))
        .values("day", "key", "rule", "before")
        .annotate(n=Sum("count"), batches=Count("pk"), last=Max("at"))
        .order_by("-day", "key")
    )


def response_end(path: str) -> ResponseEnd | None:
    """That the response at this place is over, if it is."""
    return (
        ResponseEnd.objects.filter(path__covers=path, resumed_at=None)
        .select_related("by")
        .order_by("ended_on")
        .last()
    )
