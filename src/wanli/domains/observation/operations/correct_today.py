"""Correct what a resident typed herself today."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Channel, Check
from wanli.domains.observation.operations.record_check import Said, understood
from wanli.domains.observation.planned import red_flags
from wanli.domains.observation.rules import readings
from wanli.domains.observation.vault import seal
from wanli.domains.plans.queries import plan_on
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def correctable(check: Check) -> bool:
    """Whether the resident may still correct it: typed by herself, today, and no alarm raised."""
    return (
        check.state == Check.State.DONE
        and check.channel == Channel.LINK
        and check.recorded_at is not None
        and clock.local(check.recorded_at).date() == clock.today()
        and not check.alarm
    )


def correct_today(*, access: Access, check_id: UUID, said: Said) -> Check:
    """Put what is said now in the place of what she typed; the history keeps both.

    It may raise an alarm and never takes one back: that is the committee's to look at. When it was
    taken stays, unless it is said anew. Permission ``observation.record``. ``Refused`` as in
    ``record_check``, and when it is not hers, not of today, or an alarm stands.
    """
    with transaction.atomic():
        found = Check.objects.filter(pk=check_id).first()
        if found is None:
            raise Hidden
        case = held_case(access, found.case_id, "observation.record")
        check = Check.objects.get(pk=check_id)
        if check.alarm:
            raise Refused(_("这一次已经报警,居委会正在处理。要更正,请打电话告诉居委会。"))
        if not correctable(check):
            raise Refused(_("只能改今天自己填的。要更正,请打电话告诉居委会。"))
        plan = plan_on(case.path, check.day).plan
        if said.at and said.at > clock.now():
            raise Refused(_("这个时间还没到。请核对测量的时间。"), field="at")
        reading = understood(said, plan)
        check.at = said.at or check.at
        check.reading_cipher = seal(reading)
        check.alarm = readings.alarm(
            reading, fever=plan.watch.fever_celsius, red_flags=red_flags(plan)
        )
        check.save(update_fields=["at", "reading_cipher", "alarm"])
        settle(measures=OF_A_CHECK, sources=[check.pk])
    return check
