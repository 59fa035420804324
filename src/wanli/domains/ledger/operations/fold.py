"""Fold the tail into the balances."""

from __future__ import annotations

from django.db import connection, transaction

from wanli.domains.ledger.sqlfiles import sql
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

BOOKS_LOCK = 0x57414E4C49
"""Advisory lock of whoever rewrites balances: the folder, or a place that moves."""


def lock_books() -> None:
    """Wait until nobody else rewrites balances; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOOKS_LOCK])


def fold(*, batch: int = 20_000) -> int:
    """Fold up to ``batch`` entries in one transaction; returns how many it took.

    Runs with the system's scope: balances stand for every ancestor. Reads stay exact
    throughout, because they add the tail to the balances in one snapshot.
    """
    with acting(EVERYTHING), transaction.atomic():
        lock_books()
        with connection.cursor() as cursor:
            cursor.execute(sql("fold"), {"batch": batch})
            row = cursor.fetchone()
    return int(row[0]) if row else 0


def fold_all(*, batch: int = 20_000) -> int:
    """Fold until the tail is empty; returns how many entries were folded."""
    total = 0
    while taken := fold(batch=batch):
        total += taken
    return total
