"""Writing to the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from wanli.domains.ledger.registry import measures as registered
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
    known = registered()
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


def settle(
    *,
    measures: Sequence[str],
    sources: Iterable[UUID],
    day: date | None = None,
    reason: str = "",
    fresh: bool = False,
    transfer: bool = False,
) -> int:
    """Book what an operation has done to these records; returns how many entries it posted.

    Counts the records anew by the measures' own definition and posts the difference to the
    books, in the caller's transaction and after its changes. The rows must be locked or written
    before, so that two writers of one record settle one after the other. ``fresh``: the records
    are new, there is nothing in the books yet. ``transfer``: stock that was moved, no increment.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("entries are posted in the transaction that changes their records")
    ids = list(sources)
    if not ids or not measures:
        return 0
    known = registered()
    chosen = [known[key] for key in measures]
    records = " UNION ALL ".join(
        f"SELECT '{m.key}' AS measure, source, path, count(*) AS n"
        f" FROM ({m.counted}) AS r (source, path)"
        f" WHERE source = ANY ((SELECT ids FROM wanted)::uuid[]) GROUP BY source, path"
        for m in chosen
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql("settle").replace("{records}", records),
            {
                "sources": ids,
                "measures": [m.key for m in chosen],
                "source_kinds": [m.source_kind for m in chosen],
                "fresh": fresh,
                "kind": "t" if transfer else "o",
                "day": day or clock.today(),
                "at": clock.now(),
                "reason": reason,
                "user": current.get().user,
            },
        )
        return int(cursor.rowcount)
