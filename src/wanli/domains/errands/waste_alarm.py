"""The committee is told when bags did not arrive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.errands.waste_models import WasteStop
from wanli.domains.notices.models import Whom
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.notices.registry import Kind
from wanli.domains.places.queries import path_of_kind

KEY = "waste_missing"


def tell_missing(compound: str, stops: Sequence[WasteStop]) -> None:
    """One message to the committee for all that is missing of a round, in the caller's
    transaction."""
    if stops:
        area = path_of_kind(compound, "area") or compound
        notice = Notice(Whom.COMMITTEE, area, [one.pk for one in stops])
        tell(kind=KEY, notices=[notice], channels=Channels(area))


def _standing(ids: Collection[UUID]) -> Collection[UUID]:
    return {one.pk for one in WasteStop.objects.filter(pk__in=list(ids)) if one.missing}


def _text(whom: str, n: int) -> str:
    return ngettext(
        "万里:{n} 处收走的东西没到暂存点,请打开“今日”查找。",
        "万里:{n} 处收走的东西没到暂存点,请打开“今日”查找。",
        n,
    ).format(n=n)


MISSING = Kind(KEY, _("垃圾没到暂存点"), _text, _standing)
