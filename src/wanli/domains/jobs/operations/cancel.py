"""Stop a long job."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wanli.domains.jobs.access import job_for
from wanli.domains.jobs.models import Job
from wanli.kernel import clock
from wanli.kernel.access import Access


def cancel(*, access: Access, job_id: UUID) -> Job:
    """Ask a job to end; one that has not begun ends at once. Cancelling twice changes nothing."""
    with transaction.atomic():
        job = job_for(access, job_id, lock=True)
        if job.is_open:
            job.cancel = True
            if job.state == Job.State.WAITING:
                job.state, job.finished_at = Job.State.CANCELLED, clock.now()
            job.save(update_fields=["cancel", "state", "finished_at"])
    return job
