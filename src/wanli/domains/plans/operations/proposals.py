"""Propose a draft, take a proposal back, adopt it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.access import is_maker, version_for
from wanli.domains.plans.effects import effects
from wanli.domains.plans.models import Version
from wanli.domains.plans.operations.drafts import lock_draft
from wanli.domains.plans.queries import plan_of, plan_on
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

LATEST_DAYS = 90
"""A plan is adopted for the near future; later than this is a slip of the pen."""


def propose(*, access: Access, version_id: UUID, effective_on: date, summary: str) -> Version:
    """Lay the draft before those who may adopt it. Permission ``plan.draft``.

    Proposing the same twice changes nothing. Refused when nothing was changed, the day is past
    or far off, or the change cannot be made.
    """
    summary = " ".join(summary.split())
    if not summary:
        raise Refused(_("请写一句改了什么、为什么。"), field="summary")
    if len(summary) > 300:
        raise Refused(_("请缩到 300 个字以内。"), field="summary")
    with transaction.atomic():
        version_for(access, version_id, "plan.draft")
        version = _lock(access, version_id)
        if version.state == "proposed" and (
            version.proposed_by_id,
            version.effective_on,
            version.summary,
        ) == (access.user_id, effective_on, summary):
            return version
        version = lock_draft(access, version_id)
        _check_day(effective_on)
        _check_change(version, effective_on)
        version.summary = summary
        version.effective_on = effective_on
        version.proposed_by_id = access.user_id
        version.proposed_at = clock.now()
        version.returned = ""
        version.save(
            update_fields=["summary", "effective_on", "proposed_by", "proposed_at", "returned"]
        )
    return version


def take_back(*, access: Access, version_id: UUID, reason: str = "") -> Version:
    """Make a proposal a draft again: its makers withdraw it, whoever may adopt returns it.

    ``reason`` is asked of whoever returns another's proposal. Twice changes nothing.
    """
    reason = " ".join(reason.split())[:300]
    with transaction.atomic():
        version = _lock(access, version_id)
        if not is_maker(access, version.path):
            raise Hidden
        if version.state == "draft":
            return version
        if version.state != "proposed":
            raise Refused(_("这一版已经定了,不能再改。请起草新的一版。"))
        if version.proposed_by_id != access.user_id and not reason:
            raise Refused(_("请写一句为什么退回,起草的人好改。"), field="reason")
        version.proposed_by = version.proposed_at = None
        version.returned = reason
        version.save(update_fields=["proposed_by", "proposed_at", "returned"])
    return version


def adopt(*, access: Access, version_id: UUID) -> Version:
    """Put a proposal into force from its day at 00:00. Twice changes nothing.

    Permission ``plan.adopt``, and not by the one who proposed it.
    """
    with transaction.atomic():
        hold_tree()
        version_for(access, version_id, "plan.adopt")
        version = _lock(access, version_id)
        if version.state == "adopted":
            return version
        if version.state != "proposed" or version.effective_on is None:
            raise Refused(_("这份修改还没有提交,或者已经撤回。请刷新再看。"))
        if version.proposed_by_id == access.user_id:
            raise Refused(_("这是您自己提交的,请由另一位有权通过的人来通过。"))
        if version.effective_on < clock.today():
            raise Refused(_("生效日期已经过了。请退回,改好日期再提交。"))
        _check_change(version, version.effective_on)
        version.adopted_by_id = access.user_id
        version.adopted_at = clock.now()
        version.save(update_fields=["adopted_by", "adopted_at"])
    return version


def _lock(access: Access, version_id: UUID) -> Version:
    hold_tree()
    version_for(access, version_id)
    return Version.objects.select_for_update().get(pk=version_id)


def _check_day(day: date) -> None:
    ahead = (day - clock.today()).days
    if ahead < 0:
        raise Refused(_("生效日期不能早于今天。"), field="effective_on")
    if ahead > LATEST_DAYS:
        raise Refused(_("生效日期要在 {n} 天之内。"), field="effective_on", n=LATEST_DAYS)


def _check_change(version: Version, day: date) -> None:
    before, after = plan_on(version.path, day), plan_of(version)
    if before.version and before.plan == after:
        raise Refused(_("和那天执行的预案一样,没有要通过的。"))
    for effect in effects(version.path, before.plan, after):
        if effect.refuses:
            raise Refused(effect.message, **dict(effect.params))  # type: ignore[arg-type]
