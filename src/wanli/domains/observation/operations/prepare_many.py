"""Prepare many releases at once, the evening before."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from wanli.domains.observation.operations.release import prepare
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def prepare_many(
    *, access: Access, case_ids: Sequence[UUID]
) -> tuple[int, list[tuple[UUID, Refused]]]:
    """Prepare each of these as ``release.prepare`` does; how many are ready now, and which could
    not be, with the reason. One that moved out of sight meanwhile is left alone.

    Permission ``observation.manage`` at each.
    """
    ready, refused = 0, []
    with transaction.atomic():
        # In one order for everybody, so that two who tick the same list do not wait in a ring.
        for case_id in sorted(set(case_ids)):
            try:
                prepare(access=access, case_id=case_id)
            except Refused as no:
                refused.append((case_id, no))
            except Hidden:
                continue
            else:
                ready += 1
    return ready, refused
