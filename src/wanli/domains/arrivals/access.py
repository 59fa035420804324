"""Load a registration and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.arrivals.models import Arrival, Poster, Returnee
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["Arrival", "Poster", "Returnee", "arrival_for", "held_arrival"]


def arrival_for(access: Access, arrival_id: UUID, permission: str = "arrival.view") -> Arrival:
    """The registration; ``Hidden`` when missing or not open to ``access``."""
    found = Arrival.objects.select_related("place").defer("place__geometry").filter(pk=arrival_id)
    return _open(access, found.first(), permission)


def held_arrival(access: Access, arrival_id: UUID, permission: str = "arrival.verify") -> Arrival:
    """``arrival_for``, for writing: the tree and then the row held for the transaction."""
    hold_tree()
    rows = Arrival.objects.select_related("place").defer("place__geometry")
    found = rows.select_for_update(of=("self",)).filter(pk=arrival_id).first()
    return _open(access, found, permission)


def _open(access: Access, found: Arrival | None, permission: str) -> Arrival:
    if found is None or not access.can(permission, found.path) or not access.reaches(found.pk):
        raise Hidden
    return found
