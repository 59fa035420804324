"""What the frame around every page shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.kernel.access import Access
from wanli.reading.sounds import sounds_like
from wanli.web.siren import siren_of


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the main navigation."""

    name: Promise
    url: str
    current: bool
    first: bool
    """One of the few for which a phone's bar has room."""


ON_A_PHONE = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under a name; without one where an entry stands by itself."""

    name: Promise | None
    links: list[Link]

    @property
    def current(self) -> bool:
        """Whether the reader is on one of these pages."""
        return any(link.current for link in self.links)


PAGES: tuple[tuple[Promise | None, tuple[tuple[Promise, str, str], ...]], ...] = (
    (None, (
        (_("今日"), "today:page", ""),
        (_("今晚"), "tonight:page", "notice.send"),
        (_("挂图"), "wall:map", "wall.view"),
        (_("门岗"), "gate:page", "gate.pass"),
    )),
    (_("住户"), (
        (_("地点"), "places:top", "place.view"),
        (_("人员"), "people:list", "people.view"),
        (_("排摸"), "canvass:list", "canvass.view"),
        (_("联系"), "contacts:list", "contact.view"),
        (_("探望"), "contacts:care", "contact.view"),
    )),
    (_("来人"), (
        (_("返沪"), "arrivals:list", "arrival.view"),
        (_("返沪分类"), "sorting:classes", "arrival.view"),
        (_("重点地区"), "sorting:areas", "plan.view"),
        (_("上级名单"), "checklists:lists", "checklist.manage"),
        (_("名单核实"), "checklists:calls", "checklist.answer"),
        (_("线索"), "checklists:leads", "lead.report"),
        (_("登记码"), "arrivals:gate", "gate.pass"),
    )),
    (_("居家观察"), (
        (_("观察"), "observation:sheet", "observation.view"),
        (_("心理疏导"), "counsel:calls", "counsel.give"),
        (_("心理疏导"), "counsel:calls", "counsel.read"),
        (_("门磁"), "sensors:list", "observation.manage"),
        (_("观察户垃圾"), "waste:sheet", "errand.run"),
    )),
    (_("服务"), (
        (_("代办"), "errands:sheet", "errand.view"),
        (_("跑腿"), "errands:rounds", "errand.run"),
        (_("日常工作"), "routines:sheet", "routine.view"),
    )),
    (_("组织"), (
        (_("岗位"), "posts:chart", "post.view"),
        (_("预案"), "plan:page", "plan.view"),
        (_("导入"), "imports:list", "import.run"),
        (_("通道"), "notices:channels", "notice.configure"),
        (_("查阅记录"), "audit:openings", "audit.view"),
    )),
    (None, ((_("我的"), "account_own:mine", ""),)),
)  # fmt: skip
"""Groups of name, URL, and the permission without which it is not shown."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """The reader's rights, and where they let her go."""
    access = getattr(request, "access", Access())
    return {
        "access": access,
        "navigation": _groups(request, access),
        "siren": lambda: siren_of(request),
    }


def pages_named(request: HttpRequest, access: Access, said: str) -> list[Link]:
    """The pages open to the reader whose name holds these words, or sounds like them."""
    words = said.lower()
    return [
        link
        for group in _groups(request, access)
        for link in group.links
        if words
        and (
            words in str(link.name).lower()
            or (words.isascii() and sounds_like(words, _heard(link)))
        )
    ]


def _heard(link: Link) -> str:
    with translation.override("zh-hans"):
        return str(link.name)


@cache
def _url(view: str, prefix: str) -> str:
    """Where an entry leads; found once for each prefix under which Wanli is served."""
    return reverse(view)


def _groups(request: HttpRequest, access: Access) -> list[Group]:
    """What is open to the reader; a group of one page is that page."""
    found: list[Group] = []
    shown = 0
    for name, pages in PAGES:
        links: list[Link] = []
        for label, view, permission in pages:
            if permission and not access.has(permission):
                continue
            url = _url(view, get_script_prefix())
            here = request.path == url or (url != "/" and request.path.startswith(url))
            links.append(Link(label, url, here, shown < ON_A_PHONE))
            shown += 1
        if name is None or len(links) == 1:
            found += [Group(None, [link]) for link in links]
        elif links:
            found.append(Group(name, links))
    return found
