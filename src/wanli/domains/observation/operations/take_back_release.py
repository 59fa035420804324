"""Take back a release that should not have been: the case goes on where it stood."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.access import held_case
from wanli.domains.observation.measures import OF_A_CASE
from wanli.domains.observation.models import Case, Check, State
from wanli.domains.observation.operations.certify import revoke_certificates
from wanli.domains.observation.operations.close_case import NO_REASON
from wanli.domains.observation.operations.open_case import SOURCE, lay_out_today
from wanli.domains.passes.operations.hold import place_holds
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given


def take_back_release(*, access: Access, case_id: UUID, why: str) -> Case:
    """She is observed again under the same case: held at the gates, asked for her temperature
    while the term runs, her certificates revoked, the release to be prepared anew.

    Twice changes nothing. Permission ``observation.decide``. ``Refused`` without a reason, for a
    case that was not released, and where she is observed under another one by now.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.decide")
        if case.state == State.OPEN:
            return case
        if case.state != State.RELEASED:
            raise Refused(_("这份观察没有解除过,没有可收回的。"))
        revoke_certificates(case, reason_given(why, NO_REASON))
        _reopen(case)
        today = Check.objects.filter(case=case, day=clock.today(), state=Check.State.VOID)
        today.delete()
        if case.last_day >= clock.today():
            lay_out_today(case, plan_in_force(case.path).plan)
        place_holds(source_kind=SOURCE, held=[(case.person_id, case.pk, case.path)])
        settle(measures=OF_A_CASE, sources=[case.pk])
    return case


def _reopen(case: Case) -> None:
    case.state, case.closed_at, case.closed_why = State.OPEN, None, ""
    case.prepared_at = case.prepared_by = case.agreed_at = case.agreed_by = None
    changed = ["state", "closed_at", "closed_why"]
    changed += ["prepared_at", "prepared_by", "agreed_at", "agreed_by"]
    try:
        with transaction.atomic():
            case.save(update_fields=changed)
    except IntegrityError as error:
        if "case_one_at_a_time" in str(error):
            raise Refused(_("这个人又在另一份观察中,请在那一份里办。")) from None
        raise
