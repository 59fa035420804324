"""Show a person's data in the clear, with a reason, and log it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.people.access import person_for
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Clear:
    """What was opened."""

    name: str
    document: str
    phones: tuple[str, ...]


def open_fields(*, access: Access, person_id: UUID, reason: str) -> Clear:
    """The person's name, document and phone numbers in the clear.

    Logged in the same transaction: no log, no data. Permission ``people.open``; ``Refused``
    without a reason.
    """
    with transaction.atomic():
        person = person_for(access, person_id, "people.open")
        record_opening(
            access=access,
            path=person.path,
            subject_kind="person",
            subject=person.pk,
            what="name, document, phone",
            reason=reason,
        )
        ring = keyring()
        phones = person.phones.order_by("ordinal").values_list("cipher", flat=True)
        return Clear(
            name=person.name,
            document=ring.open(DOCUMENT, person.id_cipher) if person.id_cipher else "",
            phones=tuple(ring.open(PHONE, cipher) for cipher in phones),
        )
