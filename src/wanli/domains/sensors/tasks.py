"""What the worker does for door sensors."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.sensors.operations.clear import clear
from wanli.domains.sensors.operations.judge import judge
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="door_watch", pass_context=False)
def watch_doors(timestamp: int) -> None:
    """Every two minutes: what was heard of homes that were released is deleted, and what has
    waited long enough is explained or asked about."""
    with acting(EVERYTHING):
        clear()
        judge()
