"""Rows of Today for lists from above and for leads."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.checklists import queries
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.today import Action, Item, Urgency


def list_items(access: Access) -> list[Item]:
    """Whom to recognise and to call for lists, which lists are to be handed back, which leads are
    to be cleared."""
    items = []
    if access.has("checklist.answer"):
        items += _calls(queries.owed(access.paths("checklist.answer")))
    if access.has("checklist.manage"):
        items += _handing(queries.handing(access.paths("checklist.manage")))
    if access.has("lead.clear"):
        items += _leads(*queries.leads_owed(access.paths("lead.clear")))
    return items


def _calls(owed: queries.Owed) -> list[Item]:
    n = owed.asking + owed.unsure
    if not n:
        return []
    title = ngettext("上级名单上 {n} 人要核实", "上级名单上 {n} 人要核实", n).format(n=n)
    said = []
    if owed.first:
        when = date_format(clock.local(owed.first), "SHORT_DATETIME_FORMAT")
        said.append(_("最早的 {when} 前交").format(when=when))
    if owed.unsure:
        unsure = ngettext("{n} 人要认一认", "{n} 人要认一认", owed.unsure)
        said.append(unsure.format(n=owed.unsure))
    act = Action(_("去核实"), reverse("checklists:calls"), main=bool(owed.late))
    urgency: Urgency = "now" if owed.late else "due"
    return [Item("单", urgency, title, " · ".join(said), (act,), count=n)]


def _handing(found: queries.Handing) -> list[Item]:
    url, items = reverse("checklists:lists"), []
    if found.late:
        title = ngettext("{n} 份上级名单过时没交", "{n} 份上级名单过时没交", found.late)
        act = Action(_("看是哪些"), url, main=True)
        title = title.format(n=found.late)
        items.append(Item("单", "now", title, "", (act,), found.first, found.late))
    if found.again:
        title = ngettext(
            "{n} 份交回的名单后来改了,要再交一次",
            "{n} 份交回的名单后来改了,要再交一次",
            found.again,
        )
        act = Action(_("去交"), url)
        items.append(Item("单", "now", title.format(n=found.again), "", (act,)))
    if found.ready:
        title = ngettext(
            "{n} 份上级名单答好了,等您交回", "{n} 份上级名单答好了,等您交回", found.ready
        )
        act = Action(_("去交"), url)
        items.append(Item("单", "due", title.format(n=found.ready), "", (act,)))
    if found.unread:
        title = ngettext("{n} 份上级名单等您看一眼", "{n} 份上级名单等您看一眼", found.unread)
        act = Action(_("去看"), url)
        items.append(Item("单", "due", title.format(n=found.unread), "", (act,)))
    return items


def _leads(n: int, late: int, since: datetime | None) -> list[Item]:
    if not n:
        return []
    title = ngettext("{n} 条线索要查", "{n} 条线索要查", n).format(n=n)
    overdue = ngettext("{n} 条过时了", "{n} 条过时了", late).format(n=late) if late else ""
    act = Action(_("去查"), reverse("checklists:leads"), main=bool(late))
    return [Item("单", "now" if late else "due", title, overdue, (act,), since, n)]
