"""What the worker does of long jobs."""

from __future__ import annotations

from uuid import UUID

from procrastinate import JobContext
from procrastinate.contrib.django import app

from wanli.domains.jobs.operations.forget import forget_jobs
from wanli.domains.jobs.operations.perform import perform
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

TRIES = 3
SILENT = 30.0
"""Seconds without a sign of life after which a worker counts as gone; it gives one every ten."""


@app.task(queue="jobs", retry=TRIES - 1, pass_context=True)
def do_job(context: JobContext, job_id: str) -> None:
    """Do a long job; tried again after what breaks."""
    perform(job_id=UUID(job_id), last_try=context.job.attempts >= TRIES - 1)


@app.periodic(cron="* * * * *")
@app.task(queue="keeping", queueing_lock="pick_up", pass_context=True)
async def pick_up(context: JobContext, timestamp: int) -> None:
    """Put back in the queue what a worker had begun that was killed: imports and long jobs go on
    where they were."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        await manager.retry_job(job)


@app.periodic(cron="40 * * * *")
@app.task(queue="keeping", queueing_lock="forget_jobs", pass_context=False)
def forget_old_jobs(timestamp: int) -> None:
    """Hourly."""
    with acting(EVERYTHING):
        forget_jobs()
