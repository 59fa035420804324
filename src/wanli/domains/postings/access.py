"""Load a remark and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.places.tree import hold_tree
from wanli.domains.postings.models import Remark
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["Remark", "held_remark", "remark_for"]


def remark_for(access: Access, remark_id: UUID, permission: str = "remark.view") -> Remark:
    """The remark; ``Hidden`` when missing or not open to ``access``."""
    found = Remark.objects.select_related("place", "by").filter(pk=remark_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def held_remark(access: Access, remark_id: UUID) -> Remark:
    """The remark, held for the transaction, for whoever may answer it."""
    hold_tree()
    found = Remark.objects.select_for_update().filter(pk=remark_id).first()
    if found is None or not access.can("remark.answer", found.path):
        raise Hidden
    return found
