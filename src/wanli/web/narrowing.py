"""How the address of a list narrows it: to a place, to the records behind a figure."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from wanli.domains.ledger.queries import sources
from wanli.domains.places.access import Place, place_for
from wanli.ground.fields import below
from wanli.kernel.access import Access

Row = TypeVar("Row", bound=Model)


def where_asked(
    request: HttpRequest, access: Access, permission: str
) -> tuple[Place | None, tuple[str, ...]]:
    """The place in ``?place=``, if any, and the subtrees to look at: that place, or all where
    ``permission`` holds. ``Hidden`` where it does not."""
    label = request.GET.get("place", "")
    if label:
        place = place_for(access, label, permission)
        return place, (place.path,)
    access.require_any(permission)
    return None, access.paths(permission)


def moved_today(request: HttpRequest, place: Place | None) -> list[UUID] | None:
    """The records behind what came or went today of a figure of a place (``?measure=&sign=``);
    None where that is not asked for."""
    measure, sign = request.GET.get("measure", ""), request.GET.get("sign", "")
    if not (place and measure and sign in ("plus", "minus")):
        return None
    return sources(path=place.path, measure=measure, which=sign)  # type: ignore[arg-type]


def behind_increment(
    request: HttpRequest, found: QuerySet[Row], place: Place | None
) -> QuerySet[Row]:
    """``found``, or instead what came or went today at a place where that is asked for: in the same
    form and order, and in whatever state it is by now. What went is in another one, and what came
    may have gone on."""
    if place is None or (ids := moved_today(request, place)) is None:
        return found
    moved = found.all()
    moved.query.clear_where()
    return moved.filter(below([place.path]), pk__in=ids)
