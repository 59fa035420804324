"""Abolish the vacant seats of a place."""

from __future__ import annotations

from wanli.domains.accounts.models import Post, Seat
from wanli.kernel import clock


def retire_seats(path: str) -> None:
    """Abolish every vacant seat at or below a path, in the transaction that retires the place."""
    held = Post.objects.filter(path__within=path, ended_at=None).values("seat")
    seats = Seat.objects.filter(path__within=path, retired_on=None).exclude(pk__in=held)
    seats.update(retired_on=clock.today())
