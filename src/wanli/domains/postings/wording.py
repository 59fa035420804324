"""What a notice says, in words: the same on the page and on the poster."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.postings.rules.telling import Told
from wanli.ground.wording import listed


@dataclass(frozen=True, slots=True)
class Said:
    """The line that one reads from afar, and what stands beneath it."""

    line: str
    detail: str = ""


def said_of_homes(told: Told) -> Said | None:
    """How many homes are under observation, as far as it may be said; nothing where nothing is."""
    if told.how == "none":
        return None
    if told.how == "few":
        return Said(_("不公布户数"), _("这个楼道住户少,说了户数就知道是谁家。"))
    if told.how == "most":
        return Said(_("一半以上"), _("请互相照应。"))
    if not told.count:
        return Said(_("没有"))
    n = told.count
    return Said(ngettext("{n} 户", "{n} 户", n).format(n=n), _detail(told))


def _detail(told: Told) -> str:
    if told.rooms:
        return listed(told.rooms)
    return listed(
        ngettext("{floor} 楼 {n} 户", "{floor} 楼 {n} 户", n).format(floor=floor, n=n)
        for floor, n in told.floors
    )
