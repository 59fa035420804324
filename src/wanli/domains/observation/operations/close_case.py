"""Suspend a case, let it go on, end it otherwise than by release."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.measures import OF_A_CASE, OF_A_CHECK
from wanli.domains.observation.models import STANDING, Case, Check, State
from wanli.domains.observation.operations.leave import drop_leaves
from wanli.domains.observation.operations.open_case import lay_out_today
from wanli.domains.passes.operations.hold import lift_holds
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given

NO_REASON = _("请写明原因。")


def suspend(*, access: Access, case_id: UUID, why: str) -> Case:
    """No checks are owed for now: in hospital, at an observation site. The term goes on.

    Twice changes nothing. Permission ``observation.manage``.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.manage")
        if case.state == State.SUSPENDED:
            return case
        if case.state != State.OPEN:
            raise Refused(_("这份观察已经结束,不能暂停。"))
        pause(case, reason_given(why, NO_REASON))
    return case


def resume(*, access: Access, case_id: UUID) -> Case:
    """Checks are owed again, from today. Twice changes nothing."""
    with transaction.atomic():
        case = held_case(access, case_id, "observation.manage")
        if case.state == State.OPEN:
            return case
        if case.state != State.SUSPENDED:
            raise Refused(_("这份观察已经结束。又要观察的,请新开一份。"))
        go_on(case)
    return case


def end_otherwise(*, access: Access, case_id: UUID, why: str) -> Case:
    """The case ends and is no release: it was opened by mistake, the person died, went away.

    Twice changes nothing. Permission ``observation.decide``: it lifts the hold.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.decide")
        if case.state == State.ENDED:
            return case
        if case.state not in STANDING:
            raise Refused(_("已经解除,不能再改成另行结束。"))
        close([case], State.ENDED, reason_given(why, NO_REASON))
    return case


def pause(case: Case, why: str) -> None:
    """Suspend this case, which the caller has locked."""
    case.state, case.closed_why = State.SUSPENDED, why
    case.save(update_fields=["state", "closed_why"])
    drop_due([case.pk])
    drop_leaves([case.pk])
    settle(measures=OF_A_CASE, sources=[case.pk])


def go_on(case: Case) -> None:
    """Let this suspended case, which the caller has locked, go on."""
    case.state, case.closed_why = State.OPEN, ""
    case.save(update_fields=["state", "closed_why"])
    Check.objects.filter(case=case, day=clock.today(), state=Check.State.VOID).delete()
    lay_out_today(case, plan_in_force(case.path).plan)
    settle(measures=OF_A_CASE, sources=[case.pk])


def close(cases: Sequence[Case], state: State, why: str) -> None:
    """End these cases now, with all that hangs on them. The caller has locked them."""
    now, ids = clock.now(), [case.pk for case in cases]
    for case in cases:
        case.state, case.closed_at, case.closed_why = state, now, why
    Case.objects.filter(pk__in=ids).update(state=state, closed_at=now, closed_why=why)
    drop_due(ids)
    drop_leaves(ids)
    lift_holds(sources=ids)
    settle(measures=OF_A_CASE, sources=ids)


def drop_due(cases: Sequence[UUID]) -> None:
    """Nobody is asked any more for what was still due."""
    due = Check.objects.filter(case__in=cases, state=Check.State.DUE)
    ids = list(due.values_list("pk", flat=True))
    Check.objects.filter(pk__in=ids).update(state=Check.State.VOID)
    settle(measures=OF_A_CHECK, sources=ids)
