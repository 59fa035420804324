"""Reading the maps that were handed in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from wanli.domains.places.models import MapShape, MapSheet, Place
from wanli.domains.places.operations.import_map import DRAWABLE
from wanli.ground.fields import below


def sheets(paths: Iterable[str], *, at_most: int = 30) -> list[MapSheet]:
    """The latest sheets below these subtrees, with ``n``, their number of shapes."""
    found = MapSheet.objects.filter(below(paths)).select_related("place")
    return list(found.annotate(n=Count("shapes")).order_by("-created_at")[:at_most])


def shapes_of(sheet_id: UUID) -> list[MapShape]:
    """The shapes of a sheet with their places, in the file's order."""
    return list(MapShape.objects.filter(sheet=sheet_id).select_related("place").order_by("number"))


def drawable_below(path: str) -> list[Place]:
    """The standing places at or below a path that can be drawn."""
    return list(
        Place.objects.standing()
        .within(path)
        .filter(kind__in=DRAWABLE)
        .order_by("path")
        .defer("geometry")
    )


def origin(place: Place) -> MapSheet | None:
    """The sheet that the place's present outline, or the lack of one, came with."""
    shape = (
        MapShape.objects.filter(place=place, sheet__state=MapSheet.State.DONE)
        .select_related("sheet")
        .order_by("-sheet__written_at")
        .first()
    )
    return shape.sheet if shape else None
