"""Contacts for tests."""

from __future__ import annotations

from wanli.domains.contacts.models import Contact
from wanli.domains.contacts.operations.record import record_contact
from wanli.domains.places.models import Place
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


def contact_at(home: Place, outcome: str = "unwell", note: str = "", way: str = "phone") -> Contact:
    """That somebody was in touch with this home."""
    return record_contact(
        access=Access.system(), label=home.label, contact_id=uuid7(), way=way, outcome=outcome,
        note=note,
    )  # fmt: skip
