"""What the worker does for arrivals."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.arrivals.operations.climb import climb
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="arrivals_climb", pass_context=False)
def let_arrivals_climb(timestamp: int) -> None:
    """Every ten minutes: what nobody has verified in time is late, and is told upward."""
    with acting(EVERYTHING):
        climb()
