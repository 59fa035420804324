"""What the worker does for those who keep in touch."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.contacts.operations.rounds import open_rounds
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="contact_rounds", pass_context=False)
def open_contact_rounds(timestamp: int) -> None:
    """Every hour: rounds begin, homes follow whoever moves in or out."""
    with acting(EVERYTHING):
        open_rounds()
