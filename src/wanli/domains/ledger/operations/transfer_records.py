"""Take records along from one place to another in the books."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from wanli.domains.ledger.sqlfiles import sql
from wanli.kernel import clock
from wanli.kernel.scope import current


def transfer_records(*, sources: Iterable[UUID], path: str, reason: str = "") -> None:
    """Book all that is in stock of these records over to ``path``: no increment at either end.

    In the caller's transaction, which has locked the records and moves them. Needs a scope that
    covers both ends. Past days keep the place they had.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("entries are posted in the transaction that changes their records")
    ids = list(sources)
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            sql("transfer_records"),
            {
                "sources": ids,
                "new": path,
                "day": clock.today(),
                "at": clock.now(),
                "reason": reason,
                "user": current.get().user,
            },
        )
