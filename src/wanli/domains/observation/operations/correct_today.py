"""Correct what a resident typed herself today."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import Channel, Check
from wanli.domains.observation.operations.correct_check import correct_check
from wanli.domains.observation.operations.record_check import Said
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
    """``correct_check`` for whoever speaks for herself and need not say why.

    It may raise an alarm and never takes one back: that is the committee's to look at. Permission
    ``observation.record``. ``Refused`` as in ``record_check``, and when it is not hers, not of
    today, or an alarm stands.
    """
    with transaction.atomic():
        found = Check.objects.filter(pk=check_id).first()
        if found is None:
            raise Hidden
        held_case(access, found.case_id, "observation.record")
        found.refresh_from_db()
        if found.alarm:
            raise Refused(_("这一次已经报警,居委会正在处理。要更正,请打电话告诉居委会。"))
        if not correctable(found):
            raise Refused(_("只能改今天自己填的。要更正,请打电话告诉居委会。"))
        why = gettext("本人当天更正")
        return correct_check(access=access, check_id=check_id, said=said, why=why)
