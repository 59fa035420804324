"""From what domains owe to the rows of Today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.canvass.queries import Remaining
from wanli.domains.plans.queries import Version
from wanli.kernel import clock
from wanli.kernel.today import Action, Item


def canvass_items(remaining: Sequence[Remaining]) -> list[Item]:
    """One row a campaign: how many doors are left, and the way to the first of them."""
    items = []
    for left in remaining:
        url = reverse("canvass:doors", args=[left.campaign_id])
        if not left.doors:
            title = _("{name}:全部排摸完了").format(name=left.name)
            items.append(Item("摸", "done", title, actions=(Action(_("查看"), url),)))
            continue
        title = ngettext("{name}:还有 {n} 户没排摸", "{name}:还有 {n} 户没排摸", left.doors).format(
            name=left.name, n=left.doors
        )
        again = ngettext("先去没人应门的:{n} 户要再访", "先去没人应门的:{n} 户要再访", left.again)
        items.append(
            Item(
                "摸",
                "now" if left.overdue else "due",
                title,
                detail=again.format(n=left.again) if left.again else "",
                actions=(Action(_("逐户排摸"), url, main=left.overdue),),
                count=left.doors,
            )
        )
    return items


def vacancy_items(vacant: int) -> list[Item]:
    """One row for all chairs that nobody holds."""
    if not vacant:
        return []
    title = ngettext("{n} 个岗位空缺", "{n} 个岗位空缺", vacant).format(n=vacant)
    url = reverse("posts:chart") + "?vacant=1"
    return [Item("岗", "due", title, actions=(Action(_("看是哪些"), url),), count=vacant)]


def plan_items(proposals: Iterable[Version]) -> list[Item]:
    """One row for each change of a plan that waits for this reader's yes."""
    items = []
    for version in proposals:
        url = reverse("plan:version", args=[version.pk])
        soon = version.effective_on is not None and version.effective_on <= clock.today()
        who = version.proposed_by.name if version.proposed_by else ""
        items.append(
            Item(
                "案",
                "now" if soon else "due",
                _("预案第 {n} 版等您通过").format(n=version.number),
                detail=_("{who}提交,打算 {day} 起执行:{summary}").format(
                    who=who, day=version.effective_on, summary=version.summary
                ),
                actions=(Action(_("看改了什么"), url, main=soon),),
                since=version.proposed_at,
            )
        )
    return items
