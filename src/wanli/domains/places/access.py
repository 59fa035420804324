"""Load a place and the right to it, in one call."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.models import MapSheet, Place
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

__all__ = ["MapSheet", "Place", "held_map", "held_place", "hold_places", "map_for", "place_for"]


def place_for(access: Access, label: str, permission: str = "place.view") -> Place:
    """The place with this label; ``Hidden`` when it is missing or not open to ``access``."""
    place = Place.objects.filter(label=label).first()
    if place is None or not access.can(permission, place.path):
        raise Hidden
    return place


def held_place(access: Access, label: str, permission: str) -> Place:
    """``place_for``, for writing there: the place stays where it is until the transaction ends.

    Whoever holds the same place waits. ``Refused`` when it is out of use.
    """
    hold_tree()
    place_for(access, label, permission)
    place = Place.objects.select_for_update(no_key=True).defer("geometry").get(label=label)
    if place.retired_on:
        raise Refused(_("这里已经停用,不能再登记。"))
    return place


def hold_places(ids: Iterable[UUID]) -> None:
    """Hold these in the order of their paths, for whoever locks records at them next.

    Whoever enters or changes something behind one of them waits; the rights are the caller's to
    look at.
    """
    hold_tree()
    rows = Place.objects.filter(pk__in=ids).order_by("path").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def map_for(access: Access, sheet_id: UUID) -> MapSheet:
    """A map handed in for one's places."""
    return _open_map(access, MapSheet.objects.filter(pk=sheet_id))


def held_map(access: Access, sheet_id: UUID) -> MapSheet:
    """``map_for``, for writing: the tree and then the map's row held for the transaction."""
    hold_tree()
    rows = MapSheet.objects.select_for_update(of=("self",))
    return _open_map(access, rows.filter(pk=sheet_id))


def _open_map(access: Access, found: QuerySet[MapSheet]) -> MapSheet:
    sheet = found.first()
    if sheet is None or not access.can("place.edit", sheet.path):
        raise Hidden
    return sheet
