"""Load a home or a contact, and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.contacts.models import Cared, Contact, Offer, RoundSheet
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = [
    "MANAGE",
    "RECORD",
    "VIEW",
    "Cared",
    "Contact",
    "Offer",
    "RoundSheet",
    "cared_for",
    "held_cared",
    "held_contact",
    "home_for",
    "sheet_for",
]
VIEW, RECORD, MANAGE = "contact.view", "contact.record", "contact.manage"


def home_for(access: Access, label: str, permission: str = VIEW) -> Place:
    """The home with this label; ``Hidden`` when it is none, or not open to ``access``."""
    place = place_for(access, label, permission)
    if place.kind != "household":
        raise Hidden
    return place


def sheet_for(access: Access, code: str) -> RoundSheet:
    """The sheet with this code, of which somebody types back what was written on it; ``Hidden``
    when missing or not open to ``access``."""
    found = None
    if code.isascii() and code.isdigit():
        found = RoundSheet.objects.select_related("place").filter(code=code).first()
    if found is None or not access.can(RECORD, found.path):
        raise Hidden
    return found


def held_contact(access: Access, contact_id: UUID, permission: str = RECORD) -> Contact:
    """The contact, held for the transaction; ``Hidden`` when missing or not open to ``access``."""
    hold_tree()
    found = Contact.objects.select_for_update().filter(pk=contact_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def cared_for(access: Access, cared_id: UUID, permission: str = VIEW) -> Cared:
    """Somebody on the care list; ``Hidden`` when missing or not open to ``access``."""
    rows = Cared.objects.select_related("person", "place", "carer").defer("place__geometry")
    found = rows.filter(pk=cared_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def held_cared(access: Access, cared_id: UUID, permission: str) -> Cared:
    """``cared_for``, held for the transaction."""
    hold_tree()
    found = Cared.objects.select_for_update().filter(pk=cared_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found
