"""Give the names behind many doors in the clear, with a reason, and log it."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.people.expected import Expected, expected
from wanli.kernel.access import Access


def open_names(*, access: Access, path: str, reason: str) -> dict[str, list[Expected]]:
    """The names of everybody below this path, by the path of her door.

    Logged in the same transaction with the number of people: no log, no names. Permission
    ``people.open`` there; ``Refused`` without a reason.
    """
    access.require("people.open", path)
    with transaction.atomic():
        found = expected([path], masked=False)
        record_opening(
            access=access,
            path=path,
            subject_kind="people",
            subject=None,
            what="names, on paper",
            reason=reason,
            count=sum(map(len, found.values())),
        )
        return found
