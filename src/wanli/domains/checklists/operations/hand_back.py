"""A list is handed back, or not dealt with: nothing of it is owed any more."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.checklists.access import CheckList, Correction, Match, Row, held_list
from wanli.domains.checklists.files import answered_file
from wanli.domains.checklists.measures import OF_A_MATCH
from wanli.domains.ledger.entries import settle
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.scope import everything_for

OVER = (CheckList.State.RETURNED, CheckList.State.DROPPED)


def take_file(*, access: Access, list_id: UUID) -> tuple[bytes, str]:
    """The workbook as far as it is answered, and its ending; logged with how many rows it tells.

    Permission ``checklist.manage`` there.
    """
    with transaction.atomic():
        found = held_list(access, list_id)
        if found.state not in (CheckList.State.OPEN, CheckList.State.RETURNED):
            raise Refused(_("这份名单还没有对人。"))
        answered = Row.objects.filter(list=found, state=Row.State.DONE).count()
        record_opening(
            access=access,
            path=found.path,
            subject_kind="checklist",
            subject=found.pk,
            what="list with answers",
            reason=str(_("交回{who}的名单")).format(who=found.sender.name),
            count=answered,
        )
        return answered_file(found)


def hand_back(*, access: Access, list_id: UUID) -> CheckList:
    """It went back to its sender, with all that was mended in it. What was still to be asked is
    dropped; twice changes nothing."""
    return _end(access, list_id, CheckList.State.RETURNED)


def drop_list(*, access: Access, list_id: UUID) -> CheckList:
    """It is not dealt with; the file goes. Twice changes nothing."""
    return _end(access, list_id, CheckList.State.DROPPED)


def _end(access: Access, list_id: UUID, state: str) -> CheckList:
    with acting(everything_for(access.user_id)), transaction.atomic():
        found = held_list(access, list_id)
        if state == CheckList.State.RETURNED:
            mended = Correction.objects.filter(row__list=found, returned_at=None)
            mended.update(returned_at=clock.now())
        if found.state in OVER:
            return found
        if state == CheckList.State.RETURNED and found.state != CheckList.State.OPEN:
            raise Refused(_("这份名单还没有对人。"))
        found.state, found.settled_at, found.rung = state, clock.now(), 0
        if state == CheckList.State.DROPPED:
            found.content = None
        found.save()
        owed = Match.objects.filter(
            row__list=found, state__in=(Match.State.OFFERED, Match.State.ASKING)
        )
        ids = list(owed.values_list("pk", flat=True))
        Match.objects.filter(pk__in=ids).update(state=Match.State.DROPPED)
        settle(measures=OF_A_MATCH, sources=ids)
    return found
