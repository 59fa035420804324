"""What stands on a printed diary, in the language of whoever prints it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.observation.choices import MOODS
from wanli.domains.observation.diaries import lettered, lines_of
from wanli.domains.observation.models import Case, Diary
from wanli.domains.observation.rules.diaries import ROWS, Row
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.parts import Words
from wanli.ground import typeset
from wanli.ground.codes import qr_of
from wanli.kernel import clock
from wanli.kernel.masking import mask_name

TEMPLATE = Path(__file__).parent / "print" / "diary.typ"


@dataclass(frozen=True, slots=True)
class Page:
    """One diary, with all that stands on it."""

    diary: Diary
    case: Case
    address: str
    plan: Plan
    call: str
    """The number that the home calls; empty when none is known."""


def as_pdf(
    pages: Sequence[Page],
    *,
    opened_at: Callable[[str], str],
    tell: Callable[[int, int], None],
) -> bytes:
    """The diaries as one PDF, each on as many sides as it needs. No transaction should be open."""
    return typeset.book(
        TEMPLATE, _words(), _sides(pages), draw=lambda side: _drawn(side, opened_at), tell=tell
    )


@dataclass(frozen=True, slots=True)
class _Side:
    page: Page
    rows: Sequence[Row]
    number: int
    of: int


def _sides(pages: Sequence[Page]) -> list[_Side]:
    sides = []
    for page in pages:
        lines = lines_of(page.diary)
        parts = [lines[start : start + ROWS] for start in range(0, len(lines), ROWS)]
        sides += [_Side(page, part, n, len(parts)) for n, part in enumerate(parts, 1)]
    return sides


def _words() -> dict[str, Any]:
    return {
        "title": _("体温日记"),
        "lang": (get_language() or "zh")[:2],
        "slots": ROWS,
        "moods": [{"key": str(n), "name": str(name)} for n, (_key, name) in enumerate(MOODS, 1)],
        "words": {
            "head": _("体温日记"),
            "code": _("日记号"),
            "day": _("哪天"),
            "when": _("几时"),
            "celsius": _("体温 ℃"),
            "unwell": _("不舒服,圈字母"),
            "mood": _("心情"),
            "how": _("每次量好就写,一次一行。没有不舒服,就不用圈。漏了的空着。"),
            "red": _("红字的:马上打 120。"),
        },
    }


def _drawn(side: _Side, opened_at: Callable[[str], str]) -> dict[str, Any]:
    diary, page = side.page.diary, side.page
    slots = {slot["key"]: said(Words(**slot["name"])) for slot in diary.slots}
    red = {one["key"] for one in diary.symptoms if one.get("red")}
    return {
        "address": page.address,
        "who": mask_name(page.case.person.name),
        "code": spaced(diary.code),
        "qr": qr_of(opened_at(diary.code)),
        "letters": [
            {"letter": letter, "name": name, "red": key in red}
            for letter, key, name in lettered(diary)
        ],
        "alarm": _("到 {fever}℃,马上打电话{call}").format(
            fever=page.plan.watch.fever_celsius, call=f" {page.call}" if page.call else ""
        ),
        "rows": [
            {
                "number": str(row.number),
                "day": date_format(row.day, "MONTH_DAY_FORMAT"),
                "week": date_format(row.day, "D"),
                "slot": slots[row.slot],
                "first": row.slot == diary.slots[0]["key"],
            }
            for row in side.rows
        ],
        "about": _("{day} 印").format(day=clock.local(diary.printed_at).strftime("%Y-%m-%d")),
        "position": _("第 {page} 页,共 {pages} 页").format(page=side.number, pages=side.of),
    }
