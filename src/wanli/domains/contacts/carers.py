"""Who may be in touch with homes somewhere: whom something can be passed on to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wanli.domains.accounts.models import Post
from wanli.domains.accounts.roles import ROLES, permissions_of
from wanli.domains.contacts.access import RECORD
from wanli.domains.places.queries import area_of
from wanli.ground.acting import acting
from wanli.kernel.access import covers
from wanli.kernel.scope import EVERYTHING

GOING = tuple(key for key in ROLES if RECORD in permissions_of(key))
"""The roles whose holders go to the doors."""


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who may go there, and as what."""

    user_id: UUID
    name: str
    role: str
    path: str

    @property
    def role_name(self) -> str:
        """Of her post."""
        return str(ROLES[self.role].name)


class Carers:
    """Who may go to which homes of one area. One query: that somebody is posted is no secret."""

    def __init__(self, areas: Iterable[str]) -> None:
        wanted = Q(path__in=[])
        for area in set(areas):
            wanted |= Q(path__within=area) | Q(path__covers=area)
        with acting(EVERYTHING):
            posts = Post.objects.in_force().filter(wanted, role__in=GOING, user__is_active=True)
            self._posts = [
                Carer(post.user_id, post.user.name, post.role, post.path)
                for post in posts.select_related("user").order_by("-path", "user__name")
            ]

    def at(self, path: str) -> list[Carer]:
        """Whoever may go to this home, the nearest first, each once."""
        near = sorted(
            (one for one in self._posts if covers(one.path, path)),
            key=lambda one: -one.path.count("."),
        )
        return list({one.user_id: one for one in reversed(near)}.values())[::-1]

    def may(self, user_id: UUID | None, path: str) -> bool:
        """Whether this user may go to this home."""
        return any(one.user_id == user_id and covers(one.path, path) for one in self._posts)

    def everywhere(self, paths: Iterable[str]) -> list[Carer]:
        """Whoever may go to all of these homes."""
        found: defaultdict[UUID, int] = defaultdict(int)
        people: dict[UUID, Carer] = {}
        listed = list(paths)
        for path in listed:
            for one in self.at(path):
                found[one.user_id] += 1
                people[one.user_id] = one
        return [people[pk] for pk, n in found.items() if n == len(listed)]


def carers_at(path: str) -> Carers:
    """Of the area that this path lies in."""
    return Carers([area_of(path)])
