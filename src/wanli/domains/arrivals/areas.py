"""The list of key areas as it holds at a place."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max, QuerySet

from wanli.domains.arrivals.models import AreaNotice, KeyArea
from wanli.domains.arrivals.rules.areas import Area, KeyAreas
from wanli.domains.places.models import Place

__all__ = ["KeyAreas", "area_of", "areas_of", "key_areas", "listed_on"]


def key_areas(path: str) -> KeyAreas:
    """All days of the list for whoever arrives at the place with this path. One query as long as
    no notice was adopted since the last time."""
    stamp = AreaNotice.objects.filter(path__covers=path, adopted_at__isnull=False).aggregate(
        at=Max("adopted_at")
    )["at"]
    street = ".".join(path.split(".")[:3])
    return _kept(street, stamp) if stamp else KeyAreas(())


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


def listed_on(place: Place, day: date) -> QuerySet[KeyArea]:
    """The list of a day."""
    rows = KeyArea.objects.filter(place=place, since__lte=day).exclude(until__lte=day)
    return rows.select_related("notice").order_by("code", "words")
