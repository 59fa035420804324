"""What the worker does for waste rounds."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.errands.operations.waste_days import open_waste_day
from wanli.domains.errands.operations.waste_point import raise_overdue
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="waste_day", pass_context=False)
def lay_out_waste(timestamp: int) -> None:
    """Every ten minutes: who came under observation joins the rounds to come, and bags that did
    not arrive in time are told to the committee."""
    with acting(EVERYTHING):
        open_waste_day()
        raise_overdue()
