"""Load a home on a waste round, or the round, and the right to it, in one call."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wanli.domains.errands.waste_models import WasteRound, WasteStop
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["WasteRound", "WasteStop", "held_round", "held_stops", "round_for", "stop_for"]
SEES = ("errand.run", "errand.view")
"""Either lets one look."""


def stop_for(access: Access, stop_id: UUID, *, writing: bool = False) -> WasteStop:
    """The home on its round; ``Hidden`` when missing or not open to ``access``."""
    rows = WasteStop.objects.select_related("place", "by").defer("place__geometry")
    found = rows.filter(pk=stop_id).first()
    if found is None or not _may(access, found.path, writing=writing):
        raise Hidden
    return found


def round_for(access: Access, round_id: UUID, *, writing: bool = False) -> WasteRound:
    """The round of a compound; ``Hidden`` when missing or not open to ``access``."""
    rows = WasteRound.objects.select_related("place").defer("place__geometry")
    found = rows.filter(pk=round_id).first()
    if found is None or not _may(access, found.path, writing=writing):
        raise Hidden
    return found


def held_stops(access: Access, ids: Collection[UUID]) -> dict[UUID, WasteStop]:
    """All of these, held for writing; ``Hidden`` unless each is open to ``access``."""
    hold_tree()
    rows = WasteStop.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    found = {one.pk: one for one in rows}
    may = all(_may(access, one.path, writing=True) for one in found.values())
    if len(found) < len(set(ids)) or not may:
        raise Hidden
    return found


def held_round(access: Access, round_id: UUID) -> tuple[WasteRound, dict[UUID, WasteStop]]:
    """A round and its homes, held for writing. Permission ``errand.run`` at its compound."""
    hold_tree()
    found = WasteRound.objects.select_for_update().filter(pk=round_id).first()
    if found is None or not _may(access, found.path, writing=True):
        raise Hidden
    stops = WasteStop.objects.select_for_update().filter(round=found).order_by("pk")
    return found, {one.pk: one for one in stops}


def _may(access: Access, path: str, *, writing: bool) -> bool:
    return any(access.can(one, path) for one in (SEES[:1] if writing else SEES))
