"""Reading users, seats and posts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wanli.domains.accounts.models import Post, Seat, User
from wanli.ground.fields import below


def active_user(user_id: UUID) -> User | None:
    """The user with this id, if she may sign in."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def users_by_name(usernames: Iterable[str]) -> dict[str, User]:
    """Users by their sign-in name."""
    return {user.username: user for user in User.objects.filter(username__in=list(usernames))}


def posts_of(user_id: UUID) -> list[Post]:
    """The posts this user holds today."""
    return list(Post.objects.in_force().filter(user=user_id).order_by("path", "role"))


def seats_below(path: str, *, roles: Iterable[str] = ()) -> list[tuple[Seat, Post | None]]:
    """The seats at or below a place with today's holders, vacant ones included. Two queries."""
    seats = Seat.objects.filter(below([path]), retired_on=None).order_by(
        "path", "role", "group", "ordinal"
    )
    if chosen := list(roles):
        seats = seats.filter(role__in=chosen)
    held = {
        post.seat_id: post
        for post in Post.objects.in_force().filter(seat__in=seats).select_related("user")
    }
    return [(seat, held.get(seat.pk)) for seat in seats]
