"""What the worker does for daily routines."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.routines.operations.days import open_day
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="routines_day", pass_context=False)
def lay_out_day(timestamp: int) -> None:
    """Every ten minutes: what is not there yet of today is laid out, yesterday's rest is missed."""
    with acting(EVERYTHING):
        open_day()
