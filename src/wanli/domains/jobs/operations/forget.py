"""Drop what long jobs left behind."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from wanli.domains.jobs.models import Job
from wanli.kernel import clock

KEPT = timedelta(days=1)


def forget_jobs() -> int:
    """Delete jobs that have been over for longer than a day, their files with them; how many."""
    with transaction.atomic():
        return Job.objects.filter(finished_at__lt=clock.now() - KEPT).delete()[0]
