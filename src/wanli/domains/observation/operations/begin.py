"""See to what a home wants when its observation begins: the kit, the questions, the door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import STANDING, Case, Issued, Need, Start
from wanli.domains.observation.rules.answers import tidied
from wanli.domains.observation.vault import seal_answers
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def issue_kit(
    *, access: Access, case_ids: Collection[UUID], keys: Collection[str], day: date | None = None
) -> None:
    """That exactly these things of the plan's list were handed to these cases of one home, on
    ``day`` where they were not before. What is not of the plan and was issued earlier stays.

    Permission ``observation.record``. ``Refused`` for a day to come or before the case, and for a
    case that is over.
    """
    today = clock.today()
    day = day or today
    with transaction.atomic():
        for case in _held(access, case_ids):
            if not clock.local(case.opened_at).date() <= day <= today:
                raise Refused(_("发物品的日子要在开始观察之后、今天以前。"), field="day")
            items = {one.key: one.name for one in plan_in_force(case.path).plan.papers.kit}
            listed = Issued.objects.filter(case=case, key__in=items)
            listed.exclude(key__in=keys).delete()
            have = set(listed.values_list("key", flat=True))
            for key in [one for one in items if one in keys and one not in have]:
                Issued.objects.create(
                    case=case,
                    path=case.path,
                    key=key,
                    name=items[key].model_dump(),
                    issued_on=day,
                    by_id=access.user_id,
                )


def record_answers(
    *,
    access: Access,
    case_ids: Collection[UUID],
    needs: Sequence[str],
    said: Mapping[str, Any],
) -> None:
    """What the home answered: whom to call, and of each need what it wants thinking of. Asked
    again, the later answers stand.

    Permission ``observation.record``. ``Refused`` for a case that is over.
    """
    answers = tidied(said)
    with transaction.atomic():
        for case in _held(access, case_ids):
            case.needs = [key for key in Need.values if key in needs]
            case.save(update_fields=["needs"])
            start = _start_of(case)
            start.answers_cipher = seal_answers(answers)
            start.asked_at, start.asked_by_id = clock.now(), access.user_id
            start.save()


def put_up_sign(*, access: Access, case_ids: Collection[UUID]) -> None:
    """That the sign hangs at the door, today. Twice changes nothing.

    Permission ``observation.record``. ``Refused`` for a case that is over.
    """
    with transaction.atomic():
        for case in _held(access, case_ids):
            start = _start_of(case)
            if start.door_on is None:
                start.door_on, start.door_by_id = clock.today(), access.user_id
                start.save()


def _held(access: Access, case_ids: Collection[UUID]) -> list[Case]:
    cases = [held_case(access, one, "observation.record") for one in sorted(set(case_ids))]
    if any(case.state not in STANDING for case in cases):
        raise Refused(_("观察已经结束,不用再办了。"))
    return cases


def _start_of(case: Case) -> Start:
    """The caller has locked the case: nobody else makes one at the same moment."""
    return Start.objects.filter(case=case).first() or Start(case=case, path=case.path)
