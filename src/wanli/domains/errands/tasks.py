"""What the worker does for errands."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.errands.operations.lateness import mark_late
from wanli.domains.errands.operations.plan_routes import KIND as ROUTES
from wanli.domains.errands.operations.plan_routes import find_routes
from wanli.domains.errands.operations.standing import lay_out
from wanli.domains.errands.waste_tasks import lay_out_waste
from wanli.domains.jobs.registry import Work, register
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

__all__ = ("lay_out_waste", "look_after_errands")

register(ROUTES, Work("errand.manage", find_routes))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="errands_day", pass_context=False)
def look_after_errands(timestamp: int) -> None:
    """Every ten minutes: today's standing requests are made, what is late is marked."""
    with acting(EVERYTHING):
        lay_out()
        mark_late()
