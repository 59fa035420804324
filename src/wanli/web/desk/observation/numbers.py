"""Name and numbers of whom one is about to call."""

from __future__ import annotations

from wanli.domains.observation.access import Case
from wanli.domains.people.operations.open_fields import Clear, open_fields
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden


def numbers_of(access: Access, case: Case, reason: str) -> Clear | None:
    """Opened, and logged with this reason; None for whoever may not see them.

    A record that was merged into another one leads there: that is where her numbers are now.
    """
    person_id = case.person.merged_into_id or case.person_id
    try:
        return open_fields(access=access, person_id=person_id, reason=reason)
    except Hidden:
        return None
