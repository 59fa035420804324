"""Make the certificates of release, print them, revoke them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import Case, Certificate, State
from wanli.domains.observation.operations.release import lacking
from wanli.domains.observation.planned import plans_of
from wanli.domains.observation.rules.release import BLOCKING, Lack
from wanli.domains.places.queries import area_of
from wanli.domains.plans.personal import terms_of
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

RULE = "observation"
"""The rule of the plan that says how long the records behind a certificate are kept."""


def certify(
    *, access: Access, case_id: UUID, permission: str = "observation.manage"
) -> Certificate:
    """The certificate of a case that is released, or that is ready to be with the end of today.

    There is one good certificate a case: asked for again it is the same; where the days of the
    case were changed meanwhile the one before is revoked. ``Refused`` while something stands in
    the way of the release.
    """
    with transaction.atomic():
        case = held_case(access, case_id, permission)
        plan = plans_of([case.path])[area_of(case.path)]
        if not _ready(case):
            raise Refused(_("观察还没有解除,也没有备好今晚解除。解除证明要等到那时再印。"))
        return _certificate_of(case, plan)


def open_for_print(
    *, access: Access, case_ids: Sequence[UUID]
) -> list[tuple[Case, Certificate, Plan]]:
    """Cases with their certificates, names in the clear, in the order asked for; that they were
    opened is logged for each person. Those that cannot be certified are left out.

    Permissions ``observation.manage`` and ``people.open`` at each.
    """
    found = []
    with transaction.atomic():
        for case_id in case_ids:
            try:
                certificate = certify(access=access, case_id=case_id)
            except (Hidden, Refused):
                continue
            case = held_case(access, case_id, "people.open")
            log_names(access=access, cases=[case], reason=str(_("印解除观察证明")))
            found.append((case, certificate, plans_of([case.path])[area_of(case.path)]))
    return found


def open_own(*, access: Access, case_id: UUID) -> tuple[Case, Certificate, Plan]:
    """Her own certificate, for whoever came by the home's link.

    ``Hidden`` unless she is released.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.record")
        if case.state != State.RELEASED:
            raise Hidden
        certificate = certify(access=access, case_id=case_id, permission="observation.record")
    return case, certificate, plans_of([case.path])[area_of(case.path)]


def revoke_certificates(case: Case, why: str) -> None:
    """What was handed out for this case is good for nothing. In the caller's transaction."""
    for one in Certificate.objects.filter(case=case, revoked_at=None):
        one.revoked_at, one.revoked_why = clock.now(), why[:200]
        one.save(update_fields=["revoked_at", "revoked_why"])


def held_up(cases: Sequence[Case]) -> dict[UUID, list[Lack]]:
    """What stands in the way of a certificate, for those of these cases that are not released;
    that the term still runs until tonight does not."""
    waiting = [case for case in cases if case.state != State.RELEASED]
    return {
        case_id: [key for key in found if key in BLOCKING and key != "term"]
        for case_id, found in lacking(waiting).items()
    }


def _ready(case: Case) -> bool:
    if case.state == State.RELEASED:
        return True
    if not case.prepared_at or case.last_day > clock.today():
        return False
    return not held_up([case])[case.pk]


def _certificate_of(case: Case, plan: Plan) -> Certificate:
    """The caller has locked the case: nobody else makes one at the same moment."""
    known = Certificate.objects.filter(case=case, revoked_at=None).first()
    if known and (known.since, known.last_day) == (case.since, case.last_day):
        return known
    if known:
        revoke_certificates(case, str(_("观察的日子改了。")))
    return Certificate.objects.create(
        case=case,
        path=case.path,
        since=case.since,
        last_day=case.last_day,
        good_until=_kept_until(case, plan),
    )


def _kept_until(case: Case, plan: Plan) -> date:
    """As long as the record is kept that answers for it."""
    released = clock.local(case.closed_at).date() if case.closed_at else case.last_day
    days = min((rule.days for rule in terms_of(plan) if rule.key == RULE), default=0)
    return released + timedelta(days=days)


def log_names(*, access: Access, cases: Sequence[Case], reason: str) -> None:
    """Log, for each person, that her name goes onto paper in the clear.

    Permission ``people.open`` at each case.
    """
    with transaction.atomic():
        for case in cases:
            access.require("people.open", case.path)
            record_opening(
                access=access,
                path=case.path,
                subject_kind="person",
                subject=case.person_id,
                what="name, on paper",
                reason=reason,
            )
