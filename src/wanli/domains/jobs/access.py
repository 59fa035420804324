"""Load a long job and the right to it, in one call."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.jobs.models import Job
from wanli.domains.jobs.registry import work_of
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = ["Job", "job_for"]


def job_for(access: Access, job_id: UUID, *, own: bool = False, lock: bool = False) -> Job:
    """The job; ``Hidden`` when it is missing or the kind's permission does not hold at its place.

    ``own``: only whoever asked for it. ``lock``: held to the end of the transaction.
    """
    jobs = Job.objects.defer("result").select_related("place")
    if lock:
        jobs = jobs.select_for_update(of=("self",))
    found = jobs.filter(pk=job_id).first()
    if found is None or not access.can(work_of(found.kind).permission, found.path):
        raise Hidden
    if own and not access.is_system and found.by_id != access.user_id:
        raise Hidden
    return found
