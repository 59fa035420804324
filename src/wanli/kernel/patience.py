"""How long a question to the database may take before it is broken off.

A page whose reader has left must not go on asking; a job may take its time. As with ``scope``, a
value in a context variable that ``ground.db`` writes into each transaction.
"""

from __future__ import annotations

from contextvars import ContextVar

seconds: ContextVar[int] = ContextVar("wanli_patience", default=0)
"""For each statement; 0 where there is no limit but the server's own."""
