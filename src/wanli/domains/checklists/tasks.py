"""What the worker does for lists and leads."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.checklists.operations.climb import climb
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="checklists_climb", pass_context=False)
def let_lists_climb(timestamp: int) -> None:
    """Every ten minutes: what nobody handed back or cleared in time is late, and is told upward."""
    with acting(EVERYTHING):
        climb()
