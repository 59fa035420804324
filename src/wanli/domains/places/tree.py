"""The lock on the tree: whoever writes at a place holds the tree still; whoever changes it waits.

The first lock of a transaction, before books and rows (docs/decisions/0012-tree-lock.md).
"""

from __future__ import annotations

from django.db import connection

TREE_LOCK = 0x57414E4C49 + 1
"""Advisory: many hold it together, one alone changes the tree."""


def hold_tree() -> None:
    """Let no place move or end until the transaction is over: paths read from now on stay true.

    Call it before reading the path that a new row shall have. Several hold it side by side.
    """
    _lock("pg_advisory_xact_lock_shared")


def change_tree() -> None:
    """Wait until nobody writes at any place, and keep all others waiting to the end."""
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [TREE_LOCK])
