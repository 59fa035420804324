"""Hold somebody back at the gates, and let her through again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.transfer_records import transfer_records
from wanli.domains.passes.measures import OF_A_HOLD
from wanli.domains.passes.models import Hold
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.ids import uuid7


def place_holds(
    *, source_kind: str, held: Iterable[tuple[UUID, UUID, str]], day: date | None = None
) -> int:
    """Hold these people, each as (person, the record that asks for it, path); how many were new.
    ``day``: the local day it counts for, if not today.

    In the caller's transaction, which has checked the right to do so. A hold that stands already
    for the same record is left as it is.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a hold is placed in the transaction of what asks for it")
    now = clock.now()
    rows = [
        (uuid7(), person, path, source_kind, source, now, None) for person, source, path in held
    ]
    fields = ("id", "person", "path", "source_kind", "source", "placed_at", "lifted_at")
    placed = insert_many(Hold, fields, rows, or_ignore=True)
    settle(measures=OF_A_HOLD, sources=[row[0] for row in rows], day=day, fresh=True)
    return placed


def lift_holds(*, sources: Sequence[UUID], day: date | None = None) -> int:
    """Lift whatever these records hold; how many that were. ``day`` as in ``place_holds``.

    In the caller's transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a hold is lifted in the transaction of what ends it")
    standing = Hold.objects.select_for_update().filter(source__in=sources, lifted_at=None)
    ids = list(standing.order_by("path", "id").values_list("id", flat=True))
    Hold.objects.filter(pk__in=ids).update(lifted_at=clock.now())
    settle(measures=OF_A_HOLD, sources=ids, day=day)
    return len(ids)


def move_holds(*, source: UUID, path: str) -> None:
    """What this record holds, holds elsewhere from now on, in the books too, and is not new there.

    In the caller's transaction, with a scope that covers both ends.
    """
    ids = list(Hold.objects.filter(source=source, lifted_at=None).values_list("id", flat=True))
    Hold.objects.filter(pk__in=ids).update(path=path)
    transfer_records(sources=ids, path=path)
