"""What the worker does for messages."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.notices.operations.send import send_waiting
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices_send", lock="notices_send", pass_context=False)
def send(timestamp: int) -> None:
    """Every minute."""
    with acting(EVERYTHING):
        send_waiting()
