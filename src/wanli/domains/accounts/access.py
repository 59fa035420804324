"""From posts to rights; and users, seats and posts with the right to them, in one call."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.accounts.roles import ROLES, permissions_of
from wanli.ground.acting import acting
from wanli.kernel.access import Access, outermost
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING, Scope

__all__ = ["Post", "Seat", "User", "access_of", "post_for", "seat_for", "user_for"]


def access_of(user_id: UUID, *, user_name: str = "", origin: str = "") -> Access:
    """What this user's posts of today allow, and the row scope that goes with it.

    One query; reads one's own posts only, which row-level security always admits.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    second_factor = False
    # In this order the scope is said once, as the transaction begins.
    with acting(Scope(user=user_id)), transaction.atomic():
        posts = Post.objects.in_force().filter(user=user_id, user__is_active=True)
        for role, group, path in posts.values_list("role", "group", "path"):
            second_factor = second_factor or ROLES[role].second_factor
            for permission in permissions_of(role, group):
                found[permission].add(path)
    grants = {permission: outermost(paths) for permission, paths in found.items()}
    scope = Scope(
        user=user_id,
        places=grants.get("place.view", ()),
        people=grants.get("people.view", ()),
        audit=grants.get("audit.view", ()),
        counsel=grants.get("counsel.read", ()),
        gates=grants.get("gate.pass", ()),
        errands=outermost(found["errand.view"] | found["errand.run"]),
    )
    return Access(
        user_id=user_id,
        user_name=user_name,
        grants=grants,
        scope=scope,
        needs_second_factor=second_factor,
        origin=origin,
    )


def seat_for(access: Access, seat_id: UUID, permission: str = "post.view") -> Seat:
    """The seat with this id; ``Hidden`` when it is missing or not open to ``access``."""
    seat = Seat.objects.filter(pk=seat_id).first()
    if seat is None or not access.can(permission, seat.path):
        raise Hidden
    return seat


def post_for(access: Access, post_id: UUID, permission: str = "post.view") -> Post:
    """The post with this id; ``Hidden`` when it is missing or not open to ``access``."""
    post = Post.objects.filter(pk=post_id).select_related("user").first()
    if post is None or not access.can(permission, post.path):
        raise Hidden
    return post


def user_for(access: Access, user_id: UUID) -> User:
    """A user whose account ``access`` looks after: any for ``user.manage``, else one who holds
    a post where ``post.assign`` holds, and nowhere above or beside it. ``Hidden`` otherwise."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Hidden
    if access.has("user.manage"):
        return user
    with acting(EVERYTHING), transaction.atomic():
        paths = list(Post.objects.in_force().filter(user=user).values_list("path", flat=True))
    if not paths or not all(access.can("post.assign", path) for path in paths):
        raise Hidden
    return user
