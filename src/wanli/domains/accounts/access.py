"""From posts to rights."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from wanli.domains.accounts.models import Post
from wanli.domains.accounts.roles import ROLES, permissions_of
from wanli.ground.acting import acting
from wanli.kernel.access import Access, outermost
from wanli.kernel.scope import Scope


def access_of(user_id: UUID, *, user_name: str = "", origin: str = "") -> Access:
    """What this user's posts of today allow, and the row scope that goes with it.

    One query; reads one's own posts only, which row-level security always admits.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    second_factor = False
    with transaction.atomic(), acting(Scope(user=user_id)):
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
    )
    return Access(
        user_id=user_id,
        user_name=user_name,
        grants=grants,
        scope=scope,
        needs_second_factor=second_factor,
        origin=origin,
    )
