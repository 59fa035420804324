"""Load a place and the right to it, in one call."""

from __future__ import annotations

from wanli.domains.places.models import Place
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["Place", "place_for"]


def place_for(access: Access, label: str, permission: str = "place.view") -> Place:
    """The place with this label; ``Hidden`` when it is missing or not open to ``access``."""
    place = Place.objects.filter(label=label).first()
    if place is None or not access.can(permission, place.path):
        raise Hidden
    return place
