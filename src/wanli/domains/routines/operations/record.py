"""Say of daily routines that they were done, or why not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.routines.access import held_checks
from wanli.domains.routines.measures import OF_A_CHECK
from wanli.domains.routines.models import RoutineCheck, Team
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given

MOST = 2000
"""At once."""
LATE = timedelta(days=7)
"""So long ago it may have been and is still taken down."""


def record_done(
    *, access: Access, ids: Collection[UUID], team: str = "", at: datetime | None = None
) -> int:
    """These were done, by ``team`` (empty: by whom the plan names) at ``at`` (now, if none is
    given); how many that changed. Permission ``routine.record`` at each.

    What was said to be missed can still be done; what is done stays as it was first told, so
    pressing twice changes nothing.
    """
    now = clock.now()
    at = at or now
    _refuse_odd(ids, at, now)
    if team and team not in Team.values:
        raise Refused(_("请从列出的里面选谁做的。"), field="team")
    with transaction.atomic():
        rows = held_checks(access, ids, "routine.record").exclude(state="done")
        changed = list(rows.values_list("pk", flat=True))
        said = {"team": team} if team else {}
        RoutineCheck.objects.filter(pk__in=changed).update(
            state=RoutineCheck.State.DONE, done_at=at, recorded_at=now,
            by=access.user_id, why="", **said,
        )  # fmt: skip
        settle(measures=OF_A_CHECK, sources=changed)
    return len(changed)


def record_missed(*, access: Access, ids: Collection[UUID], why: str) -> int:
    """These were not done, and why; how many that changed. Permission ``routine.record`` at each.

    It also takes back what was said to be done by mistake; the history keeps both.
    """
    now = clock.now()
    _refuse_odd(ids, now, now)
    why = reason_given(why, _("请写几个字:为什么没做成。"))
    with transaction.atomic():
        rows = held_checks(access, ids, "routine.record").exclude(state="missed", why=why)
        changed = list(rows.values_list("pk", flat=True))
        RoutineCheck.objects.filter(pk__in=changed).update(
            state=RoutineCheck.State.MISSED, done_at=None, recorded_at=now,
            by=access.user_id, why=why,
        )  # fmt: skip
        settle(measures=OF_A_CHECK, sources=changed)
    return len(changed)


def _refuse_odd(ids: Collection[UUID], at: datetime, now: datetime) -> None:
    if not ids:
        raise Refused(_("请至少勾一处。"), field="ids")
    if len(ids) > MOST:
        raise Refused(_("一次最多记 {n} 处,请分几次记。"), field="ids", n=MOST)
    if at > now:
        raise Refused(_("这个时间还没到,请填做的时间。"), field="at")
    if at < now - LATE:
        raise Refused(_("七天以前的不再补记。"), field="at")
