"""Delete what gates knew, together with the record that asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pgtrigger
from django.db import connection

from wanli.domains.audit.operations.prune import prune
from wanli.domains.ledger.entries import settle
from wanli.domains.passes.measures import OF_A_HOLD
from wanli.domains.passes.models import Hold


def forget_holds(*, sources: Sequence[UUID]) -> int:
    """Delete whatever these records held, and its history; how many that were.

    In the caller's transaction, with the system's scope.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a hold is forgotten in the transaction of what asked for it")
    ids = list(Hold.objects.filter(source__in=sources).values_list("pk", flat=True))
    with pgtrigger.ignore():
        Hold.objects.filter(pk__in=ids).delete()
    settle(measures=OF_A_HOLD, sources=ids)
    prune(Hold.pgh_event_model.objects.filter(source__in=sources))  # type: ignore[attr-defined]
    return len(ids)
