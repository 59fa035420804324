"""The committee is told that there is something to ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.notices.models import Whom
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.notices.registry import Kind
from wanli.domains.sensors.models import DoorQuestion

KEY = "door_question"


def tell_questions(area: str, raised: Sequence[DoorQuestion]) -> None:
    """One message to the committee for all that came up at once, in the caller's transaction."""
    if raised:
        notice = Notice(Whom.COMMITTEE, area, [one.pk for one in raised])
        tell(kind=KEY, notices=[notice], channels=Channels(area))


def _standing(ids: Collection[UUID]) -> Collection[UUID]:
    open_ones = DoorQuestion.objects.filter(pk__in=list(ids), state=DoorQuestion.State.OPEN)
    return set(open_ones.values_list("pk", flat=True))


def _text(whom: str, n: int) -> str:
    return ngettext(
        "万里:有 {n} 件事要打电话问一问,请打开“今日”。",
        "万里:有 {n} 件事要打电话问一问,请打开“今日”。",
        n,
    ).format(n=n)


TO_ASK = Kind(KEY, _("开门要问一问"), _text, _standing)
