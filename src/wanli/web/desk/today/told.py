"""Rows of Today for what climbed to the reader's own rung, and for what she was reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wanli.domains.accounts.queries import Post
from wanli.domains.accounts.roles import permissions_of
from wanli.domains.notices.queries import awry, reaches, reminders
from wanli.domains.notices.readers import readers
from wanli.domains.observation.ladder import reached
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.today import Action, Item

RECORD = "observation.record"


def only_from_her_rung(posts: Sequence[Post]) -> bool:
    """Whether checks concern this reader only once they have climbed to her: a stairwell leader
    who calls nobody before."""
    calling = [post for post in posts if RECORD in permissions_of(post.role, post.group)]
    return all(post.role == "stairwell_leader" for post in calling)


def ladder(access: Access, posts: Sequence[Post]) -> list[Item]:
    """One row for each rung on which the reader stands and that something has reached."""
    items: list[Item] = []
    for whom, paths in readers(posts).items():
        n = reached(paths, plan_in_force(paths[0]).plan, whom)
        if n:
            items.append(_climbed(whom, n, _aside(whom, paths)))
        if whom != "stairwell" and (lost := awry(paths)):
            title = ngettext("{n} 条消息没送到", "{n} 条消息没送到", lost).format(n=lost)
            act = Action(_("看是哪些"), reverse("notices:told") + "?state=awry")
            items.append(Item("示", "due", title, actions=(act,), count=lost))
    return items


def _climbed(whom: str, n: int, aside: str) -> Item:
    said = {
        "stairwell": ngettext("{n} 次过时没报,到您这一级了", "{n} 次过时没报,到您这一级了", n),
        "committee": ngettext("{n} 次过时没报,到居委了", "{n} 次过时没报,到居委了", n),
        "subdistrict": ngettext("{n} 次过时没报,到街道了", "{n} 次过时没报,到街道了", n),
    }[whom]
    act = Action(_("看是哪几户"), reverse("observation:sheet"), main=True)
    return Item("观", "now", said.format(n=n), detail=aside, actions=(act,), count=n)


def _aside(whom: str, paths: Sequence[str]) -> str:
    if whom == "committee" and not reaches("resident", paths):
        return str(_("没有给本人发消息的通道:请打电话。"))
    return ""


def reminded(user_id: UUID) -> list[Item]:
    """What somebody above reminded the reader of, until she says that she has read it."""
    url = reverse("notices:mine")
    return [
        Item(
            "示",
            "now",
            one.said,
            detail=_("{who} {at} 提醒您").format(
                who=one.by.name if one.by else _("系统"),
                at=clock.local(one.created_at).strftime("%H:%M"),
            ),
            actions=(Action(_("知道了"), url),),
            since=one.created_at,
        )
        for one in reminders(user_id)
    ]
