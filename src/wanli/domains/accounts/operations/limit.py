"""So often and no more: one count for all processes, kept in PostgreSQL.

A fixed window: the first attempt opens it, and it is over ``seconds`` later. The table is unlogged:
a crash forgets the counts, and counting costs no write to disk.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import connection

from wanli.domains.accounts.models import Attempts
from wanli.kernel import clock

KEPT = timedelta(days=1)

_COUNT = """
INSERT INTO accounts_attempts AS a (key, since, n) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
    n = CASE WHEN a.since <= %(over)s THEN 1 ELSE least(a.n, 1000000) + 1 END,
    since = CASE WHEN a.since <= %(over)s THEN excluded.since ELSE a.since END
RETURNING n, since"""


def attempt(*, what: str, who: str, most: int, seconds: int) -> int:
    """Count one attempt; returns 0 when it may go on, else in how many seconds to try again.

    Counts at once, in a transaction of its own when called outside one.
    """
    now = clock.now()
    key = hashlib.sha256(f"{what}\0{who}".encode("utf-8", "replace")).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "now": now, "over": now - timedelta(seconds=seconds)})
        n, since = cursor.fetchone()
    if n <= most:
        return 0
    return max(1, int((since + timedelta(seconds=seconds) - now).total_seconds()) + 1)


def forget_attempts() -> int:
    """Drop what is long over; returns how many."""
    return Attempts.objects.filter(since__lt=clock.now() - KEPT).delete()[0]
