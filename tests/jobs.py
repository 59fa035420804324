"""What the tests of long jobs share: let the worker's part happen here."""

from __future__ import annotations

from typing import Any

from wanli.domains.jobs.models import Job
from wanli.domains.jobs.operations.perform import perform


def asked_for(answer: Any) -> Job:
    """The job to whose page an answer leads."""
    assert answer.status_code == 302, answer
    return Job.objects.get(pk=answer["Location"].split("/")[2])


def finish(answer: Any) -> Job:
    """Do the job to whose page an answer leads, and give it as it is then."""
    job = asked_for(answer)
    perform(job_id=job.pk)
    job.refresh_from_db()
    return job
