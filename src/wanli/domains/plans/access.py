"""Load a version of a plan and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.plans.models import Version
from wanli.kernel.access import Access, covers
from wanli.kernel.errors import Hidden

__all__ = ["Version", "version_for"]


def version_for(access: Access, version_id: UUID, permission: str = "plan.view") -> Version:
    """The version; ``Hidden`` unless ``permission`` holds where the plan does.

    What was adopted binds everybody below, who may therefore read it; what is still being made
    is read where the plan belongs: a proposal by all who look on there, a draft by its makers.
    """
    found = (
        Version.objects.select_related("place", "drafted_by", "proposed_by", "adopted_by")
        .filter(pk=version_id)
        .first()
    )
    if found is None or not (
        access.can(permission, found.path)
        or (permission == "plan.view" and found.adopted_at and _below(access, found.path))
    ):
        raise Hidden
    if found.state in ("draft", "discarded") and not is_maker(access, found.path):
        raise Hidden
    return found


def is_maker(access: Access, path: str) -> bool:
    """Whether these rights let one draft or adopt plans here."""
    return access.can("plan.draft", path) or access.can("plan.adopt", path)


def _below(access: Access, path: str) -> bool:
    return any(covers(path, own) for own in access.paths("plan.view"))
