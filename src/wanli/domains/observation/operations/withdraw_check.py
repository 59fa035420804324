"""Take back a check that was recorded in the wrong place: another person's, another row's."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Case, Channel, Check, State
from wanli.domains.observation.operations.correct_check import keep_before, stand_down
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def withdraw_check(*, access: Access, check_id: UUID, why: str) -> Check:
    """It was not measured of her, or not then: the check is owed again, or missed as it was. What
    it said stays on record with the reason, and an alarm that nothing else had raised ends as a
    false one.

    The entry by which it came is remembered, so that a phone that sends it once more does not
    revive it. Twice changes nothing. Permission ``observation.record``. ``Refused`` without a
    reason, and for what the home itself reported.
    """
    with transaction.atomic():
        case_id = Check.objects.filter(pk=check_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise Hidden
        case = held_case(access, case_id, "observation.record")
        check = Check.objects.select_for_update().get(pk=check_id)
        if check.state != Check.State.DONE:
            return check
        if check.channel == Channel.LINK:
            raise Refused(_("这是住户自己报的,不能取回。报错了,请改正,写明原因。"))
        missing = _("请写明为什么取回,例如“录到别人的日记上了”。")
        keep_before(access, check, why, missing)
        alarmed = bool(check.alarm)
        check.state, check.alarm = _as_before(case, check), ""
        check.at = check.recorded_at = check.by_id = check.reading_cipher = None
        check.channel = ""
        check.save()
        settle(measures=OF_A_CHECK, sources=[check.pk])
        if alarmed:
            stand_down(access, case, check, why)
    return check


def _as_before(case: Case, check: Check) -> Check.State:
    """What nobody had recorded would stand like this by now."""
    if not check.slot:
        return Check.State.VOID
    if check.day < clock.today():
        return Check.State.MISSED
    return Check.State.DUE if case.state == State.OPEN else Check.State.VOID
