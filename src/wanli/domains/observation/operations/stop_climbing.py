"""Keep what is not reported from climbing further today, with a reason; and let it climb again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import Check, LadderStop
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.reasons import reason_given


def stop_climbing(
    *, access: Access, case_id: UUID, why: str, check_id: UUID | None = None
) -> LadderStop:
    """Nobody is told any more today that this check, or any check of this case, is not in.

    What waits to be sent is withdrawn when its turn comes. Stopped already: nothing changes.
    Permission ``observation.manage``. ``Refused`` without a reason.
    """
    why = reason_given(why, _("请写明为什么不再往上报。"))
    today = clock.today()
    with transaction.atomic():
        case = held_case(access, case_id, "observation.manage")
        check = _check(case_id, check_id) if check_id else None
        known = LadderStop.objects.filter(case=case, day=today, check_of=check, lifted_at=None)
        return known.first() or LadderStop.objects.create(
            case=case,
            check_of=check,
            path=case.path,
            day=today,
            why=why,
            by_id=access.user_id,
        )


def let_climb(*, access: Access, case_id: UUID) -> int:
    """Lift every stop of this case; how many there were. Permission ``observation.manage``."""
    with transaction.atomic():
        case = held_case(access, case_id, "observation.manage")
        standing = LadderStop.objects.filter(case=case, day=clock.today(), lifted_at=None)
        return standing.update(lifted_at=clock.now(), lifted_by=access.user_id)


def _check(case_id: UUID, check_id: UUID) -> Check:
    found = Check.objects.filter(pk=check_id, case=case_id, day=clock.today()).first()
    if found is None:
        raise Hidden
    return found
