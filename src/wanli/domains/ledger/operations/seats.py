"""Establish, abolish, fill and vacate seats, with their books, each in one transaction."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from wanli.domains.accounts.access import Post, Seat
from wanli.domains.accounts.operations import seats as accounts
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.measures import OF_A_SEAT
from wanli.kernel.access import Access


def establish_seat(
    *, access: Access, label: str, role: str, group: str = "", title: str = ""
) -> Seat:
    """``accounts.operations.seats.establish_seat``; the seat is booked as vacant."""
    with transaction.atomic():
        seat = accounts.establish_seat(
            access=access, label=label, role=role, group=group, title=title
        )
        _book(seat.pk)
    return seat


def abolish_seat(*, access: Access, seat_id: UUID) -> Seat:
    """``accounts.operations.seats.abolish_seat``; the seat is booked out."""
    with transaction.atomic():
        seat = accounts.abolish_seat(access=access, seat_id=seat_id)
        _book(seat.pk)
    return seat


def appoint(
    *,
    access: Access,
    seat_id: UUID,
    user_id: UUID | None = None,
    new_name: str = "",
    username: str = "",
    since: date | None = None,
) -> Post:
    """``accounts.operations.seats.appoint``; the seat is booked as filled, today."""
    with transaction.atomic():
        post = accounts.appoint(
            access=access,
            seat_id=seat_id,
            user_id=user_id,
            new_name=new_name,
            username=username,
            since=since,
        )
        _book(seat_id)
    return post


def end_post(*, access: Access, post_id: UUID, reason: str = "") -> Post:
    """``accounts.operations.seats.end_post``; the seat is booked as vacant."""
    with transaction.atomic():
        post = accounts.end_post(access=access, post_id=post_id)
        _book(post.seat_id, reason)
    return post


def _book(seat_id: UUID, reason: str = "") -> None:
    settle(measures=OF_A_SEAT, sources=[seat_id], reason=reason)
