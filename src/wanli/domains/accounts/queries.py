"""Reading users, seats and posts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from wanli.domains.accounts.models import Post, Seat, User
from wanli.ground.fields import below

__all__ = [
    "Post",
    "Seat",
    "User",
    "active_user",
    "posts_of",
    "seats",
]


def active_user(user_id: UUID) -> User | None:
    """The user with this id, if she may sign in."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def users_by_name(usernames: Iterable[str]) -> dict[str, User]:
    """Users by their sign-in name."""
    return {user.username: user for user in User.objects.filter(username__in=list(usernames))}


def posts_of(user_id: UUID) -> list[Post]:
    """The posts this user holds today."""
    return list(Post.objects.in_force().filter(user=user_id).order_by("path", "role"))


def seats_below(path: str) -> list[tuple[Seat, Post | None]]:
    """The seats at or below a place with today's holders, vacant ones included. Two queries."""
    return with_holders(seats([path]))


def seats(paths: Iterable[str], *, vacant: bool = False, group: str = "") -> QuerySet[Seat]:
    """The seats below these subtrees, from the top down; only vacant ones, or one group's."""
    found = Seat.objects.filter(below(paths), retired_on=None)
    if group:
        found = found.filter(group=group)
    if vacant:
        held = Post.objects.in_force().filter(seat=OuterRef("pk"))
        found = found.filter(~Exists(held))
    return found.order_by("path", "role", "group", "ordinal")


def with_holders(listed: Iterable[Seat]) -> list[tuple[Seat, Post | None]]:
    """Each seat with today's post on it. One query."""
    wanted = list(listed)
    ids = [seat.pk for seat in wanted]
    posts = Post.objects.in_force().filter(seat__in=ids).select_related("user")
    held = {post.seat_id: post for post in posts}
    return [(seat, held.get(seat.pk)) for seat in wanted]


def vacancies(paths: Iterable[str]) -> int:
    """How many seats below these subtrees nobody holds today."""
    return seats(paths, vacant=True).count()
