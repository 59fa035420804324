"""What the worker does for those who keep in touch."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.contacts.access import RECORD
from wanli.domains.contacts.operations.care_days import watch_care
from wanli.domains.contacts.operations.print_sheets import KIND, make_sheets
from wanli.domains.contacts.operations.rounds import open_rounds
from wanli.domains.jobs.registry import Work, register
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

register(KIND, Work(RECORD, make_sheets))


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="contact_rounds", pass_context=False)
def open_contact_rounds(timestamp: int) -> None:
    """Every hour: rounds begin, homes follow whoever moves in or out."""
    with acting(EVERYTHING):
        open_rounds()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="care_watch", pass_context=False)
def watch_visits(timestamp: int) -> None:
    """Every five minutes: visits come due, what nobody made raises the alarm and climbs."""
    with acting(EVERYTHING):
        watch_care()
