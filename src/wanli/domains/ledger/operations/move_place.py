"""Move a subtree of places, and its books with it."""

from __future__ import annotations

from django.db import connection, transaction

from wanli.domains.ledger.operations.fold import fold_all, lock_books
from wanli.domains.ledger.sqlfiles import sql
from wanli.domains.places.operations.move import Moved, move
from wanli.kernel import clock
from wanli.kernel.access import Access


def move_place(*, access: Access, label: str, new_parent: str, reason: str) -> Moved:
    """Move the place ``label`` beneath ``new_parent`` (labels), all rows and books included.

    One transaction: paths of the subtree and of every scoped row, and for each record in stock
    a transfer out of the old branch and into the new one. Past days keep the tree they had: the
    old branch still shows what it held then. Raises what ``places.operations.move`` raises.
    """
    with transaction.atomic():
        lock_books()
        fold_all()
        moved = move(access=access, label=label, new_parent=new_parent)
        with connection.cursor() as cursor:
            cursor.execute(
                sql("transfer"),
                {
                    "old": moved.old_path,
                    "new": moved.new_path,
                    "day": clock.today(),
                    "at": clock.now(),
                    "reason": reason,
                    "user": access.user_id,
                },
            )
    return moved
