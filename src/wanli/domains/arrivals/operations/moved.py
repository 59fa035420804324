"""What the committee does about those whom a changed plan or list moved to another class."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.models import Verdict
from wanli.domains.arrivals.moved import moved_below, unasked_below
from wanli.domains.observation.operations.change_term import decide_term
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.reasons import reason_given

NO_REASON = _("请写明为什么不用再观察,本人看得到。")


def take_note(*, access: Access, verdicts: Sequence[UUID]) -> int:
    """Somebody of the committee knows of these moves; how many were new to it. Twice changes
    nothing. Permission ``arrival.verify``; whatever lies elsewhere is left alone."""
    access.require_any("arrival.verify")
    with transaction.atomic():
        found = moved_below(access.paths("arrival.verify")).filter(pk__in=list(verdicts))
        rows = Verdict.objects.filter(pk__in=list(found.values_list("pk", flat=True)))
        return rows.update(seen_at=clock.now(), seen_by_id=access.user_id)


def go_on(*, access: Access, verdict_id: UUID) -> None:
    """The observation goes on to its end, although the class does not ask for it. Permission
    ``arrival.decide``. Twice changes nothing."""
    with transaction.atomic():
        _decided(_held(access, verdict_id))


def end_unasked(*, access: Access, verdict_id: UUID, why: str) -> None:
    """The observation ends today, with a reason that she reads. Permissions ``arrival.decide`` and
    ``observation.decide``."""
    why = reason_given(why, NO_REASON)
    with transaction.atomic():
        verdict = _held(access, verdict_id)
        if verdict.case and unasked_below([verdict.path]).filter(pk=verdict.pk).exists():
            decide_term(access=access, case_id=verdict.case, last=clock.today(), why=why)
        _decided(verdict)


def _held(access: Access, verdict_id: UUID) -> Verdict:
    hold_tree()
    found = Verdict.objects.select_for_update().filter(pk=verdict_id, over_at=None).first()
    if found is None or not access.can("arrival.decide", found.path):
        raise Hidden
    return found


def _decided(verdict: Verdict) -> None:
    Verdict.objects.filter(pk=verdict.pk).update(unasked=False)
