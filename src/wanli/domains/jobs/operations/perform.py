"""Do a long job, with the rights of whoever asked, as they are now."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop as noop

from wanli.domains.accounts.access import access_of
from wanli.domains.jobs.models import Job
from wanli.domains.jobs.queries import RESULT
from wanli.domains.jobs.registry import Stopped, work_of
from wanli.ground.acting import acting
from wanli.ground.keys import keyring
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import EVERYTHING

NO_RIGHT = noop("您在这里已经没有这项权限,所以停下了。")
BROKEN = noop("中间出了差错,没有办成。请再试一次;还不行,请告诉系统管理员。")


def perform(*, job_id: UUID, last_try: bool = True) -> None:
    """Do it and keep what came of it; a job that is over stays as it is.

    Killed at any moment and called again, the work goes on. What breaks is raised again; after the
    ``last_try`` the job says so to whoever asked.
    """
    job = _begin(job_id)
    if job is None:
        return
    access = _access_of(job)
    try:
        work = work_of(job.kind)
        access.require(work.permission, job.path)
        with acting(access.scope):
            made = work.do(access, job.asked, lambda done, total: _tell(job_id, done, total))
    except Stopped:
        _end(job_id, Job.State.CANCELLED)
    except Hidden:
        _end(job_id, Job.State.FAILED, refusal=[NO_RIGHT, {}])
    except Refused as refused:
        _end(job_id, Job.State.FAILED, refusal=_kept(refused))
    except Exception:
        if last_try:
            _end(job_id, Job.State.FAILED, refusal=[BROKEN, {}])
        raise
    else:
        sealed = keyring().seal_bytes(RESULT, made.content) if made else None
        _end(job_id, Job.State.DONE, result=sealed, file_name=made.name if made else "")


def _access_of(job: Job) -> Access:
    if job.by is None:
        return Access.system()
    return access_of(job.by.pk, user_name=job.by.name, origin=job.origin)


def _begin(job_id: UUID) -> Job | None:
    with acting(EVERYTHING), transaction.atomic():
        job = (
            Job.objects.select_for_update(of=("self",))
            .select_related("by")
            .filter(pk=job_id)
            .first()
        )
        if job is None or not job.is_open:
            return None
        job.state = Job.State.RUNNING
        job.save(update_fields=["state"])
    return job


def _tell(job_id: UUID, done: int, total: int) -> None:
    with acting(EVERYTHING), transaction.atomic():
        Job.objects.filter(pk=job_id).update(done=done, total=total)
        if Job.objects.values_list("cancel", flat=True).get(pk=job_id):
            raise Stopped


def _end(job_id: UUID, state: Job.State, **more: Any) -> None:
    with acting(EVERYTHING), transaction.atomic():
        Job.objects.filter(pk=job_id, state=Job.State.RUNNING).update(
            state=state, finished_at=clock.now(), **more
        )


def _kept(refused: Refused) -> list[Any]:
    """The refusal by its id, to be said in the language of whoever reads it."""
    with translation.override(None):
        return [str(refused.message), {name: str(said) for name, said in refused.params.items()}]
