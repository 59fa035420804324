"""Establish seats and appoint holders, and book what is filled and what is vacant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from wanli.domains.accounts.operations import appoint_many as accounts
from wanli.domains.accounts.operations.appoint_many import NewSeat, NewUser
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.measures import OF_A_SEAT
from wanli.kernel.access import Access


def appoint_many(
    *,
    access: Access,
    users: Sequence[NewUser] = (),
    seats: Sequence[NewSeat] = (),
    day: date | None = None,
) -> None:
    """``accounts.operations.appoint_many`` with its books, in one transaction."""
    with transaction.atomic():
        accounts.appoint_many(access=access, users=users, seats=seats)
        settle(measures=OF_A_SEAT, sources=[seat.id for seat in seats], day=day, fresh=True)
