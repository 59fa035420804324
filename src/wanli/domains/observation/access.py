"""Load a case and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.observation.models import Case, Check
from wanli.domains.observation.queries import with_people
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["Case", "Check", "case_for", "held_case"]


def case_for(access: Access, case_id: UUID, permission: str = "observation.view") -> Case:
    """The case; ``Hidden`` when missing or not open to ``access``."""
    return _open(
        access,
        Case.objects.select_related("place").defer("place__geometry"),
        case_id,
        permission,
    )


def held_case(access: Access, case_id: UUID, permission: str) -> Case:
    """``case_for``, for writing: the tree and then the case held for the transaction."""
    hold_tree()
    rows = Case.objects.select_related("place").select_for_update(of=("self",))
    rows = rows.defer("place__geometry")
    return _open(access, rows, case_id, permission)


def _open(access: Access, rows: QuerySet[Case], case_id: UUID, permission: str) -> Case:
    found = rows.filter(pk=case_id).first()
    if found is None or not access.can(permission, found.path) or not access.reaches(found.pk):
        raise Hidden
    with_people([found])
    return found
