"""Ask for a long job."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from wanli.domains.jobs.models import Job
from wanli.domains.jobs.queries import open_job
from wanli.domains.jobs.registry import work_of
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access


def ask(
    *,
    access: Access,
    kind: str,
    place: Place,
    asked: Mapping[str, object],
    about: UUID | None = None,
) -> Job:
    """The job, which the worker begins once the caller's transaction is through.

    Permission of the kind at the place. Asked again about the same record while the first one is
    not over, it is the first one.
    """
    access.require(work_of(kind).permission, place.path)
    with transaction.atomic():
        hold_tree()
        if about and (running := open_job(kind, about)):
            return running
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind, place=place, path=place.path, by_id=access.user_id,
                    origin=access.origin, about=about, asked=dict(asked),
                )  # fmt: skip
        except IntegrityError:
            # Somebody else has asked at the same moment.
            if about and (running := open_job(kind, about)):
                return running
            raise
        transaction.on_commit(lambda: _defer(job.pk))
    return job


def _defer(job_id: UUID) -> None:
    # The task knows how to perform, which knows how to ask: looked up late.
    from wanli.domains.jobs.tasks import do_job

    do_job.defer(job_id=str(job_id))
