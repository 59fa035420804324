"""Say that the response is over, or that it is not."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.privacy.models import ResponseEnd
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def end_response(*, access: Access, label: str, ended_on: date) -> ResponseEnd:
    """The response of this place ended on a day: the terms that wait for it count from there.

    Said twice it changes nothing. Permission ``plan.adopt`` at the place. Refused for a day to
    come, and for one so long ago that the register would be deleted tonight.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "plan.adopt")
        if ended_on > clock.today():
            raise Refused(_("结束的日子还没有到。到了那天再登记。"), field="ended_on")
        if (clock.today() - ended_on).days > MOST_DAYS_AGO:
            raise Refused(
                _("最多填 {n} 天以前:从这一天算起的保存期限,要留时间给人看到、改正。"),
                field="ended_on",
                n=MOST_DAYS_AGO,
            )
        known = _open(place.label)
        return known or ResponseEnd.objects.create(
            place=place, path=place.path, ended_on=ended_on, by_id=access.user_id
        )


MOST_DAYS_AGO = 30


def resume_response(*, access: Access, label: str) -> None:
    """Take that back, or respond again: terms stop counting. Twice changes nothing.

    What was deleted meanwhile stays deleted. Permission ``plan.adopt`` at the place.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "plan.adopt")
        known = _open(place.label)
        if known:
            known.resumed_at, known.resumed_by_id = clock.now(), access.user_id
            known.save(update_fields=["resumed_at", "resumed_by"])


def _open(label: str) -> ResponseEnd | None:
    open_ends = ResponseEnd.objects.select_for_update(of=("self",))
    return open_ends.filter(place__label=label, resumed_at=None).first()
