"""Load a daily routine and the right to it, in one call."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.places.tree import hold_tree
from wanli.domains.routines.models import RoutineCheck
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["RoutineCheck", "check_for", "held_checks"]


def check_for(access: Access, check_id: UUID, permission: str = "routine.view") -> RoutineCheck:
    """The check; ``Hidden`` when missing or not open to ``access``."""
    found = RoutineCheck.objects.select_related("place", "by").filter(pk=check_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def held_checks(access: Access, ids: Collection[UUID], permission: str) -> QuerySet[RoutineCheck]:
    """All of these, held for the transaction; ``Hidden`` unless each is open to ``access``."""
    hold_tree()
    rows = RoutineCheck.objects.filter(pk__in=set(ids)).order_by("pk")
    paths = list(rows.select_for_update().values_list("path", flat=True))
    if len(paths) < len(set(ids)) or not all(access.can(permission, path) for path in paths):
        raise Hidden
    return rows
