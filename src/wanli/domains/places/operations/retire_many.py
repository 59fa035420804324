"""Take places out of use that nothing stands in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access


def retire_many(*, access: Access, ids: Iterable[UUID]) -> int:
    """Retire these in the caller's transaction; returns how many were still standing.

    Permission ``place.edit`` above each. Whoever calls it has seen to it that nothing is booked
    there: retiring places with their books is ``ledger.operations.retire_place``.
    """
    standing = Place.objects.standing().filter(pk__in=list(ids))
    for head in {path.rpartition(".")[0] for path in standing.values_list("path", flat=True)}:
        access.require("place.edit", head)
    return standing.update(retired_on=clock.today())
