"""Reading long jobs."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from wanli.domains.jobs.models import Job
from wanli.ground.keys import keyring
from wanli.kernel.access import Access

__all__ = ["RESULT", "Job", "open_job", "own_jobs", "refusal_of", "result_of"]

RESULT = "job.result"
"""The field that a result is sealed as."""


def open_job(kind: str, about: UUID) -> Job | None:
    """The job of this kind about this record that is not over yet."""
    jobs = Job.objects.defer("result").filter(kind=kind, about=about, state__in=Job.OPEN)
    return jobs.first()


def own_jobs(access: Access, kind: str) -> list[Job]:
    """The jobs of this kind that one asked for in the last day, the latest first."""
    jobs = Job.objects.defer("result").select_related("place").filter(kind=kind, by=access.user_id)
    return list(jobs.order_by("-created_at")[:10])


def result_of(job: Job) -> bytes | None:
    """The file that came of it, in the clear; none when none came or its day is over."""
    return None if job.result is None else keyring().open_bytes(RESULT, job.result)


def refusal_of(job: Job) -> str:
    """Why it could not be done, in the reader's language."""
    if not job.refusal:
        return ""
    message, params = job.refusal
    return str(_(message)).format(**params)
