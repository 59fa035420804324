"""The list of key areas as it holds at a place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from wanli.domains.arrivals.models import AreaNotice, KeyArea, Level
from wanli.domains.arrivals.rules.areas import Area, KeyAreas
from wanli.domains.places.queries import subdistrict_of
from wanli.ground.fields import below
from wanli.kernel.access import Access

__all__ = [
    "LEVELS", "AreaNotice", "KeyArea", "KeyAreas", "area_of", "areas_of", "key_areas",
    "notices_waiting", "search_areas", "shown_notices",
]  # fmt: skip


def key_areas(path: str) -> KeyAreas:
    """All days of the list for whoever arrives at the place with this path. One query as long as
    no notice was adopted since the last time."""
    stamp = AreaNotice.objects.filter(path__covers=path, adopted_at__isnull=False).aggregate(
        at=Max("adopted_at")
    )["at"]
    return _kept(subdistrict_of(path), stamp) if stamp else KeyAreas(())


@lru_cache(maxsize=16)
def _kept(path: str, stamp: datetime) -> KeyAreas:
    # Areas change with a notice and in no other way: the last one's moment is part of the key.
    return KeyAreas(areas_of(KeyArea.objects.filter(path__covers=path)))


def areas_of(rows: QuerySet[KeyArea]) -> list[Area]:
    """Rows as the rules take them."""
    return [area_of(row) for row in rows]


def area_of(row: KeyArea) -> Area:
    """A row as the rules take it."""
    return Area(row.code, row.name, row.words, row.level, row.since, row.until)  # type: ignore[arg-type]


LEVELS = tuple((str(key), name) for key, name in Level.choices)
"""Value and name of each level."""


def search_areas(places: Iterable[UUID], day: date, words: str = "") -> QuerySet[KeyArea]:
    """The lists of these places on a day; with ``words`` only what bears them in its name, its
    communities or its code."""
    rows = KeyArea.objects.filter(place__in=list(places), since__lte=day).exclude(until__lte=day)
    if words:
        rows = rows.filter(
            Q(name__icontains=words) | Q(words__icontains=words) | Q(code__startswith=words)
        )
    return rows.select_related("notice").defer("notice__content").order_by("code", "words", "pk")


def shown_notices(paths: Iterable[str]) -> list[AreaNotice]:
    """The latest notices handed in below these places."""
    rows = AreaNotice.objects.filter(below(paths)).select_related("place", "by", "adopted_by")
    return list(rows.defer("content", "lines", "wrong", "place__geometry").order_by("-at")[:30])


def notices_waiting(access: Access) -> list[AreaNotice]:
    """Proposed notices that this person may adopt: never her own."""
    rows = AreaNotice.objects.filter(below(access.paths("plan.adopt")), state="proposed")
    rows = rows.exclude(proposed_by=access.user_id).select_related("place", "proposed_by")
    return list(rows.defer("content", "lines", "wrong", "place__geometry").order_by("proposed_at"))
