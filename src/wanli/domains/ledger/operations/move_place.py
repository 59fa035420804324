"""Move a subtree of places, and its books with it."""

from __future__ import annotations

from django.db import connection, transaction

from wanli.domains.ledger.operations.fold import fold_all, lock_books
from wanli.domains.ledger.sqlfiles import sql
from wanli.domains.places.operations.move import Moved, move
from wanli.domains.places.tree import change_tree
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING


def move_place(*, access: Access, label: str, new_parent: str, reason: str) -> Moved:
    """Move the place ``label`` beneath ``new_parent`` (labels), all rows and books included.

    One transaction: paths of the subtree and of every scoped row, and for each record in stock
    a transfer out of the old branch and into the new one. Past days keep the tree they had: the
    old branch still shows what it held then. Raises what ``places.operations.move`` raises.
    """
    with transaction.atomic():
        change_tree()
        lock_books()
        fold_all()
        moved = move(access=access, label=label, new_parent=new_parent)
        transfer(access=access, old=moved.old_path, new=moved.new_path, reason=reason)
    return moved


def transfer(*, access: Access, old: str, new: str, reason: str) -> None:
    """Book all that is in stock below one path out of it and in below the other one.

    In the caller's transaction. The books follow the place, whether or not its mover may see
    what is in them.
    """
    with acting(EVERYTHING), connection.cursor() as cursor:
        cursor.execute(
            sql("transfer"),
            {
                "old": old,
                "new": new,
                "day": clock.today(),
                "at": clock.now(),
                "reason": reason,
                "user": access.user_id,
            },
        )
