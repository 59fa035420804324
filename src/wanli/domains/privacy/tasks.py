"""What the worker does when terms are over."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.privacy.operations.purge import purge
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING


@app.periodic(cron="40 3 * * *")
@app.task(queue="keeping", queueing_lock="purge", pass_context=False)
def purge_daily(timestamp: int) -> None:
    """Nightly: delete what is past its term."""
    with acting(EVERYTHING):
        purge(access=Access.system())
