"""What the worker does for observation."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanli.domains.jobs.registry import Work, register
from wanli.domains.observation.operations.ask_certificates import KIND as CERTIFICATES
from wanli.domains.observation.operations.ask_certificates import make_certificates
from wanli.domains.observation.operations.case_lists import KIND as LIST
from wanli.domains.observation.operations.case_lists import open_list
from wanli.domains.observation.operations.days import climb, open_day
from wanli.domains.observation.operations.follow_plan import follow_plan
from wanli.domains.observation.operations.print_diaries import KIND as DIARIES
from wanli.domains.observation.operations.print_diaries import make_diaries
from wanli.domains.observation.operations.print_links import KIND as LINKS
from wanli.domains.observation.operations.print_links import make_links
from wanli.domains.observation.operations.release import release_due
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING

register(CERTIFICATES, Work("observation.manage", make_certificates))
register(LINKS, Work("observation.manage", make_links))
register(LIST, Work("observation.manage", open_list))
register(DIARIES, Work("observation.record", make_diaries))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="observation_watch", pass_context=False)
def watch(timestamp: int) -> None:
    """Every five minutes: a new day is opened, what is late climbs, who is due is released.

    Each step finds what is left to do by looking, so one that was missed is caught up.
    """
    with acting(EVERYTHING):
        follow_plan()
        open_day()
        climb()
        release_due()
