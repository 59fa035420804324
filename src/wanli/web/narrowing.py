"""How the address of a list narrows it: to a place, to the records behind a figure."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from wanli.domains.ledger.queries import sources
from wanli.domains.places.access import Place, place_for
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


def behind_increment(
    request: HttpRequest, found: QuerySet[Row], place: Place | None
) -> QuerySet[Row]:
    """Of ``found`` the records behind what came or went today at a place (``?measure=&sign=``);
    all of them when no increment is asked for."""
    measure, sign = request.GET.get("measure", ""), request.GET.get("sign", "")
    if place and measure and sign in ("plus", "minus"):
        return found.filter(pk__in=sources(path=place.path, measure=measure, which=sign))  # type: ignore[arg-type]
    return found
