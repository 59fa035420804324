"""How each kind of long job is called on its page, and where one goes from there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.operations.ask_sheets import KIND as SHEETS
from wanli.domains.checklists.operations.match import KIND as MATCHING
from wanli.domains.contacts.operations.print_sheets import KIND as ROUNDS
from wanli.domains.errands.operations.plan_routes import KIND as ROUTES
from wanli.domains.jobs.access import Job
from wanli.domains.observation.operations.ask_certificates import KIND as CERTIFICATES
from wanli.domains.observation.operations.case_lists import KIND as CASES
from wanli.domains.observation.operations.print_diaries import KIND as DIARIES
from wanli.domains.observation.operations.print_links import KIND as LINKS
from wanli.domains.people.operations.undo_roster import KIND as UNDO
from wanli.domains.postings.operations.ask_posters import KIND as POSTERS


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of one kind. ``back``: the page it was asked on, and what of the job that needs,
    if anything."""

    seal: str
    name: Promise
    seconds: Promise
    """How fast, and how many seconds are left."""
    minutes: Promise
    after: Promise
    """What a stop leaves behind."""
    back: tuple[str, str]

    def leave(self, job: Job) -> str:
        """The address of the page on which it was asked for."""
        view, key = self.back
        if key == "pk":
            return reverse(view, args=[job.pk])
        return reverse(view, args=[job.asked[key]] if key else [])


SHOWN = {
    SHEETS: Shown(
        "摸",
        _("印排摸表"),
        _("每秒 {rate} 页,大约还要 {n} 秒"),
        _("每秒 {rate} 页,大约还要 {n} 分钟"),
        _("可以离开这一页,照样印。印好了在“印排摸表”那一页也取得到,留一天。"),
        ("canvass:print", "campaign"),
    ),
    ROUNDS: Shown(
        "联",
        _("印联系表"),
        _("每秒 {rate} 页,大约还要 {n} 秒"),
        _("每秒 {rate} 页,大约还要 {n} 分钟"),
        _("可以离开这一页,照样印。印好了在“联系表”那一页也取得到,留一天。"),
        ("contacts:sheets", ""),
    ),
    POSTERS: Shown(
        "示",
        _("印楼道公示"),
        _("每秒 {rate} 页,大约还要 {n} 秒"),
        _("每秒 {rate} 页,大约还要 {n} 分钟"),
        _("可以离开这一页,照样印。印好了在“楼道公示”那一页也取得到,留一天。"),
        ("postings:print", "label"),
    ),
    CERTIFICATES: Shown(
        "观",
        _("印解除证明"),
        _("每秒 {rate} 页,大约还要 {n} 秒"),
        _("每秒 {rate} 页,大约还要 {n} 分钟"),
        _("可以离开这一页,照样印。印好了在“印解除证明”那一页也取得到,留一天。"),
        ("observation:certificates", ""),
    ),
    ROUTES: Shown(
        "办",
        _("排路线"),
        _("大约还要 {n} 秒"),
        _("大约还要 {n} 分钟"),
        _("可以离开这一页,照样算。算好了在“排路线”那一页也看得到,留一天。"),
        ("routes:found", "pk"),
    ),
    CASES: Shown(
        "观",
        _("按名单开始观察"),
        _("每秒 {rate} 人,大约还要 {n} 秒"),
        _("每秒 {rate} 人,大约还要 {n} 分钟"),
        _("可以离开这一页,照样办。停下后,已开始观察的不变;再办一次,只办剩下的。"),
        ("observation:list", "list"),
    ),
    MATCHING: Shown(
        "单",
        _("对上级名单"),
        _("每秒 {rate} 行,大约还要 {n} 秒"),
        _("每秒 {rate} 行,大约还要 {n} 分钟"),
        _("可以离开这一页,照样对。停下后什么也没写,再来一次从头对。"),
        ("checklists:list", "list"),
    ),
    LINKS: Shown(
        "观",
        _("印自己填报的链接"),
        _("每秒 {rate} 户,大约还要 {n} 秒"),
        _("每秒 {rate} 户,大约还要 {n} 分钟"),
        _("可以离开这一页,照样印。印好了在“印自己填报的链接”那一页也取得到,留一天。"),
        ("observation:print_links", ""),
    ),
    DIARIES: Shown(
        "观",
        _("印体温日记"),
        _("每秒 {rate} 页,大约还要 {n} 秒"),
        _("每秒 {rate} 页,大约还要 {n} 分钟"),
        _("可以离开这一页,照样印。印好了在“体温日记”那一页也取得到,留一天。"),
        ("observation:diaries", ""),
    ),
    UNDO: Shown(
        "入",
        _("撤回导入"),
        _("每秒 {rate} 人,大约还要 {n} 秒"),
        _("每秒 {rate} 人,大约还要 {n} 分钟"),
        _("可以离开这一页,撤回照常进行。停下后,已撤回的不再恢复,剩下的可以再撤。"),
        ("imports:roster", "roster"),
    ),
}
