"""Load a campaign or a door and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.canvass.models import Campaign, Door, Sheet, SheetPhoto
from wanli.domains.places.access import hold_places
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden

__all__ = [
    "Campaign", "Door", "Sheet", "campaign_for", "door_for", "held_door", "photo_for", "sheet_for",
]  # fmt: skip


def campaign_for(access: Access, campaign_id: UUID, permission: str = "canvass.view") -> Campaign:
    """The campaign; ``Hidden`` unless ``permission`` holds for some of its doors.

    To look on, a post inside the campaign is enough; to manage it, all of it must be one's own.
    """
    found = Campaign.objects.select_related("place").filter(pk=campaign_id).first()
    if found is None:
        raise Hidden
    inside = permission != "canvass.manage" and any(
        covers(found.path, path) for path in access.paths(permission)
    )
    if not (inside or access.can(permission, found.path)):
        raise Hidden
    return found


def door_for(access: Access, door_id: UUID, permission: str = "canvass.record") -> Door:
    """The door; ``Hidden`` when missing or not open to ``access``."""
    found = Door.objects.select_related("campaign", "place").filter(pk=door_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def held_door(access: Access, door_id: UUID) -> Door:
    """``door_for``, for recording: tree, home and then the door held for the transaction."""
    hold_tree()
    found = door_for(access, door_id)
    hold_places([found.place_id])
    rows = Door.objects.select_for_update(of=("self",)).select_related("campaign", "place")
    return rows.get(pk=found.pk)


def sheet_for(access: Access, code: str) -> Sheet:
    """The sheet with this code, of which somebody types back what was written on it.

    ``Hidden`` when it is missing or not open to ``access``.
    """
    found = None
    if code.isascii() and code.isdigit():
        found = Sheet.objects.select_related("campaign", "place").filter(code=code).first()
    if found is None or not access.can("canvass.record", found.path):
        raise Hidden
    return found


def photo_for(access: Access, photo_id: UUID) -> SheetPhoto:
    """A picture of a sheet that ``access`` may type back; ``Hidden`` otherwise."""
    found = SheetPhoto.objects.filter(pk=photo_id).first()
    if found is None or not access.can("canvass.record", found.path):
        raise Hidden
    return found
