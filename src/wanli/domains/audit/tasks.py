"""What the worker does for the log."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.audit.operations.seal import seal_due_days
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="15 * * * *")
@app.task(queueing_lock="seal_days", pass_context=False)
def seal_days(timestamp: int) -> None:
    """Seal the days that are over; tried every hour."""
    with acting(EVERYTHING):
        seal_due_days()
