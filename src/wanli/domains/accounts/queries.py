"""Reading users, seats and posts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wanli.domains.accounts.models import Card, Post, Seat, User
from wanli.domains.accounts.roles import ROLES
from wanli.ground.fields import below

__all__ = [
    "Card",
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


def names_of(user_ids: Iterable[UUID]) -> dict[str, str]:
    """What these users are called, by their id as text. One query."""
    found = User.objects.filter(pk__in=set(user_ids)).values_list("id", "name")
    return {str(user_id): name for user_id, name in found}


def posts_of(user_id: UUID) -> list[Post]:
    """The posts this user holds today."""
    return list(Post.objects.in_force().filter(user=user_id).order_by("path", "role"))


def seats_below(path: str) -> list[tuple[Seat, Post | None]]:
    """The seats at or below a place with today's holders, vacant ones included. Two queries."""
    return with_holders(seats([path]))


def seats(paths: Iterable[str], *, vacant: bool = False) -> QuerySet[Seat]:
    """The seats below these subtrees, from the top down; only vacant ones if so asked."""
    found = Seat.objects.filter(below(paths), retired_on=None)
    if vacant:
        held = Post.objects.in_force().filter(seat=OuterRef("pk"))
        found = found.filter(~Exists(held))
    return found.order_by("path", "role", "group", "ordinal")


def groups_below(paths: Iterable[str]) -> dict[str, list[tuple[Seat, Post | None]]]:
    """The seats of each working group below these subtrees with today's holders. Two queries."""
    found: dict[str, list[tuple[Seat, Post | None]]] = {}
    for seat, post in with_holders(seats(paths).exclude(group="")):
        found.setdefault(seat.group, []).append((seat, post))
    return found


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


def history_of(seat: Seat) -> list[Post]:
    """Who has held a seat, the latest first. One query."""
    posts = Post.objects.filter(seat=seat).select_related("user")
    return sorted(posts, key=lambda post: (post.ended_at is None, post.during.lower), reverse=True)


def users_named(said: str, *, at_most: int = 20) -> list[User]:
    """Users who may sign in and whose name or sign-in name holds these words."""
    found = User.objects.filter(Q(name__icontains=said) | Q(username__icontains=said))
    return list(found.filter(is_active=True).order_by("name", "username")[:at_most])


def posts_by_user(users: Iterable[User]) -> dict[UUID, list[Post]]:
    """Today's posts of these users, as far as the reader's scope goes. One query."""
    found: dict[UUID, list[Post]] = {}
    for post in Post.objects.in_force().filter(user__in=list(users)).order_by("path", "role"):
        found.setdefault(post.user_id, []).append(post)
    return found


def card_of(user: User) -> Card | None:
    """The valid card of a user."""
    return Card.objects.filter(user=user, revoked_at=None).first()


def is_valid(card_id: UUID) -> bool:
    """Whether the card with this id has not been revoked."""
    return Card.objects.filter(pk=card_id, revoked_at=None).exists()


def holders_without_card(path: str) -> list[Post]:
    """Posts at or below a place whose holders sign in by card and have none. One query."""
    by_card = [role.key for role in ROLES.values() if not role.second_factor]
    found = Post.objects.in_force().filter(
        path__within=path, role__in=by_card, user__is_active=True
    )
    cards = Card.objects.filter(user=OuterRef("user"), revoked_at=None)
    return list(
        found.exclude(Exists(cards)).select_related("user").order_by("path", "role", "user__name")
    )


def on_duty(paths: Iterable[str], roles: Sequence[str]) -> dict[str, list[Post]]:
    """Who holds one of these roles today at exactly these places; in the order of the roles. One
    query."""
    posts = Post.objects.in_force().filter(
        path__in=list(paths), role__in=roles, user__is_active=True
    )
    found: dict[str, list[Post]] = {}
    for post in sorted(posts.select_related("user"), key=lambda one: roles.index(one.role)):
        found.setdefault(post.path, []).append(post)
    return found
