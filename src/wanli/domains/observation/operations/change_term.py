"""Let a term end later, or, by decision and with its reason, earlier."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import STANDING, Case, TermChange
from wanli.domains.observation.planned import term_of
from wanli.domains.observation.rules.terms import Moved, last_day
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given

LONGEST = timedelta(days=90)
NO_REASON = _("请写明原因,本人和家属都看得到。")


def expose_again(*, access: Access, case_id: UUID, since: date, why: str) -> Case:
    """There was another unprotected contact: the days are counted from this one.

    The term is the one of the plan in force; it never ends earlier than before. Saying the same
    again changes nothing. Permission ``observation.manage``.
    """
    with transaction.atomic():
        case = _standing(held_case(access, case_id, "observation.manage"))
        if since == case.since:
            return case
        if not case.since < since <= clock.today():
            raise Refused(_("新的接触要在 {day} 之后、今天以前。"), field="since", day=case.since)
        term = term_of(plan_in_force(case.path).plan, case.term)
        days = term.days if term else case.days
        end = max(case.last_day, last_day(since, days))
        _change(
            access, case, TermChange.Kind.EXPOSURE, reason_given(why, NO_REASON), since, days, end
        )
    return case


def decide_term(*, access: Access, case_id: UUID, last: date, why: str) -> Case:
    """The term ends on this day by decision, with its reason.

    Longer: permission ``observation.manage``; shorter: ``observation.decide``. Saying the same
    again changes nothing.
    """
    with transaction.atomic():
        case = _standing(held_case(access, case_id, "observation.manage"))
        if last == case.last_day:
            return case
        moved = Moved(case.last_day, last)
        if moved.shorter and not access.can("observation.decide", case.path):
            raise Refused(_("缩短观察期要由书记或医疗救助组决定,您可以延长。"), field="last")
        if not clock.today() - timedelta(days=1) <= last <= clock.today() + LONGEST:
            raise Refused(_("请选昨天到 {n} 天以内的一天。"), field="last", n=LONGEST.days)
        if last < case.since:
            raise Refused(_("不能早于起算的那一天({day})。"), field="last", day=case.since)
        _change(
            access,
            case,
            TermChange.Kind.DECISION,
            reason_given(why, NO_REASON),
            case.since,
            case.days,
            last,
        )
    return case


def lengthen(case_id: UUID, last: date) -> bool:
    """The plan asks for a later end of this case, if it is a later one; whether it was.

    Called by whoever applies the plan, in its transaction, with the system's scope.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state not in STANDING or last <= case.last_day:
        return False
    days = (last - case.since).days
    _change(Access.system(), case, TermChange.Kind.RULE, "", case.since, days, last)
    return True


def _standing(case: Case) -> Case:
    if case.state not in STANDING:
        raise Refused(_("这份观察已经结束。又要观察的,请新开一份。"))
    return case


def _change(
    access: Access, case: Case, kind: str, why: str, since: date, days: int, end: date
) -> None:
    """Keep how it was and make it so. Who had prepared the release prepared another one."""
    TermChange.objects.create(
        case=case,
        path=case.path,
        kind=kind,
        term_name=case.term_name,
        counts_from=case.counts_from,
        since=since,
        days=days,
        before=case.last_day,
        last_day=end,
        why=why,
        by_id=access.user_id,
    )
    case.since, case.days, case.last_day = since, days, end
    case.prepared_at = case.prepared_by = case.agreed_at = case.agreed_by = None
    case.save()
