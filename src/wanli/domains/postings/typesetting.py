"""Posters of notices, in the language of whoever prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.postings.queries import Posted
from wanli.domains.postings.wording import said_of_homes
from wanli.domains.routines.queries import Shown
from wanli.ground import typeset
from wanli.ground.codes import AlikeCodes
from wanli.kernel import clock

TEMPLATE = Path(__file__).parent / "print" / "poster.typ"
Paper = Literal["a4", "a3"]


def as_pdf(
    posted: Sequence[Posted],
    *,
    paper: Paper,
    opened_at: Callable[[str], str],
    tell: Callable[[int, int], None],
) -> bytes:
    """One poster a notice. ``opened_at``: the address that a notice's code leads to."""
    codes = AlikeCodes()
    return typeset.book(
        TEMPLATE,
        _words(paper),
        posted,
        draw=lambda one: _page(one, codes.qr_of(opened_at(one.code))),
        tell=tell,
    )


def _words(paper: Paper) -> dict[str, Any]:
    return {
        "title": _("楼道公示"),
        "lang": (get_language() or "zh")[:2],
        "paper": paper,
        "words": {
            "seal": "示",
            "head": _("楼道公示"),
            "homes": _("居家观察"),
            "care": _("隔离病毒,不隔离关爱。请多问候,不打听。"),
            "today": _("每天要做的"),
            "what": _("做什么"),
            "by": _("最迟"),
            "who": _("谁来做"),
            "done": _("做了"),
            "scan": _("扫一扫,看今天做到哪一步,有意见也在那里说"),
            "phone": _("不用下载,不用登录"),
        },
    }


def _page(one: Posted, code: str) -> dict[str, Any]:
    said = said_of_homes(one.told)
    return {
        "address": one.address,
        "homes": {"line": said.line, "detail": said.detail} if said else None,
        "routines": [_row(routine) for routine in one.routines],
        "qr": code,
        "about": _("{day} 印").format(day=clock.local(one.at).strftime("%Y-%m-%d %H:%M")),
    }


def _row(routine: Shown) -> dict[str, str]:
    done = clock.local(routine.done_at).strftime("%H:%M") if routine.done_at else ""
    return {
        "name": routine.name,
        "by": clock.local(routine.due_at).strftime("%H:%M"),
        "team": routine.team,
        "done": done,
    }
