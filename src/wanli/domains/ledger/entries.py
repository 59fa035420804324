"""Writing to the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wanli.domains.ledger.registry import measures
from wanli.domains.ledger.sqlfiles import sql
from wanli.kernel import clock
from wanli.kernel.scope import current


@dataclass(frozen=True, slots=True)
class Entry:
    """One state change: ``delta`` more or fewer of ``measure`` at ``path``, due to a record."""

    measure: str
    path: str
    delta: int
    source_kind: str
    source: UUID
    day: date | None = None
    """The local day it counts for; today when not given."""
    reason: str = ""


def post(entries: Iterable[Entry], *, correction: bool = False) -> int:
    """Append ``entries`` in the caller's transaction, in one statement; returns how many.

    Must run in the transaction that changes the records themselves. Unknown measures raise
    ``KeyError``; entries with no effect are left out.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("entries are posted in the transaction that changes their records")
    moving = [entry for entry in entries if entry.delta]
    if not moving:
        return 0
    known = measures()
    for measure in {entry.measure for entry in moving}:
        known[measure]
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(
            sql("post"),
            {
                "paths": [e.path for e in moving],
                "measures": [e.measure for e in moving],
                "deltas": [e.delta for e in moving],
                "source_kinds": [e.source_kind for e in moving],
                "sources": [e.source for e in moving],
                "days": [e.day or today for e in moving],
                "reasons": [e.reason for e in moving],
                "at": clock.now(),
                "kind": "c" if correction else "o",
                "user": current.get().user,
            },
        )
    return len(moving)
