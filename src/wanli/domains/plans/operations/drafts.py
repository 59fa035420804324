"""Make a draft, change it, let it go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import Place, place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.access import version_for
from wanli.domains.plans.models import Version
from wanli.domains.plans.queries import open_version, plan_in_force
from wanli.domains.plans.rules.faults import Unfit
from wanli.domains.plans.rules.reading import read, write
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

KINDS = ("subdistrict",)
"""Kinds of place that have a plan of their own."""


class Changed(Refused):
    """Somebody else has changed the same section meanwhile; ``version`` is how it is now."""

    def __init__(self, version: Version, by: str) -> None:
        super().__init__(
            _("您打开以后,{by}改过这一节。您写的还在下面,请对照现在的内容,再保存一次。"), by=by
        )
        self.version = version


def begin_draft(*, access: Access, label: str) -> Version:
    """A draft that begins as the plan in force; the one that is open, if there is one.

    Permission ``plan.draft`` at the place.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "plan.draft")
        if place.kind not in KINDS or place.retired_on:
            raise Refused(_("只有街道才有预案,请换一个地点。"))
        return open_version(place) or _begin(access, place)


def _begin(access: Access, place: Place) -> Version:
    last = Version.objects.filter(place=place).aggregate(n=Max("number"))["n"] or 0
    try:
        with transaction.atomic():
            return Version.objects.create(
                place=place,
                path=place.path,
                number=last + 1,
                content=write(plan_in_force(place.path).plan),
                drafted_by_id=access.user_id,
            )
    except IntegrityError:
        # Somebody began it at the same moment: it is the one draft there is.
        return Version.objects.get(place=place, number=last + 1)


def change_draft(
    *, access: Access, version_id: UUID, section: str, content: Any, revision: int
) -> Version:
    """Put ``content`` in the place of a section of the draft.

    ``revision``: of the draft as its editor had it before her. Raises ``Changed`` when somebody
    else changed the same section since, ``Unfit`` with everything that is wrong. The same content
    again changes nothing. Permission ``plan.draft``.
    """
    with transaction.atomic():
        version = lock_draft(access, version_id)
        plan = read({**version.content, section: content})
        data = write(plan)
        if data[section] == version.content[section]:
            return version
        last = version.touched.get(section, {})
        if last.get("revision", 0) > revision and last.get("user") != str(access.user_id):
            raise Changed(version, str(last.get("by", "")))
        version.revision += 1
        version.content = data
        version.touched[section] = {
            "revision": version.revision,
            "by": access.user_name,
            "user": str(access.user_id),
        }
        version.save(update_fields=["revision", "content", "touched"])
    return version


def discard_draft(*, access: Access, version_id: UUID) -> Version:
    """Let a draft go; it stays readable for those who made it. Twice changes nothing.

    Permission ``plan.draft``.
    """
    with transaction.atomic():
        hold_tree()
        version = version_for(access, version_id, "plan.draft")
        if version.state == "discarded":
            return version
        version = lock_draft(access, version_id)
        version.discarded_at = clock.now()
        version.save(update_fields=["discarded_at"])
    return version


def lock_draft(access: Access, version_id: UUID) -> Version:
    """The draft, nobody else changing it until the transaction ends; refused in any other state."""
    hold_tree()
    version_for(access, version_id, "plan.draft")
    version = Version.objects.select_for_update().get(pk=version_id)
    if version.state == "proposed":
        raise Refused(_("这份修改已经提交,等人通过。要改的话先撤回。"))
    if version.state != "draft":
        raise Refused(_("这一版已经定了,不能再改。请起草新的一版。"))
    return version


__all__ = ["Changed", "Unfit", "begin_draft", "change_draft", "discard_draft", "lock_draft"]
