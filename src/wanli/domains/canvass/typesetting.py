"""What stands on the printed sheets, in the language of whoever prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.canvass.models import Campaign
from wanli.domains.canvass.operations.print_sheets import Printed, Row
from wanli.domains.canvass.rules.paper import LETTERS, key_of
from wanli.domains.canvass.rules.questions import from_data
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.people.expected import Expected
from wanli.ground import typeset
from wanli.ground.codes import qr_of
from wanli.ground.wording import aged, listed
from wanli.kernel import clock

TEMPLATE = Path(__file__).parent / "print" / "sheet.typ"


def as_pdf(
    campaign: Campaign,
    pages: Sequence[Printed],
    *,
    addresses: dict[str, str],
    opened_at: Callable[[str], str],
    tell: Callable[[int, int], None],
) -> bytes:
    """The sheets as one PDF. ``addresses``: names of the stairwells by path; ``opened_at``: the
    address that the code of a sheet leads to. No transaction is needed, and none should be open."""
    results = campaign.result_names()
    return typeset.book(
        TEMPLATE,
        _words(campaign, results),
        pages,
        draw=lambda printed: _page(printed, addresses, results, opened_at),
        tell=tell,
    )


def _words(campaign: Campaign, results: dict[str, str]) -> dict[str, Any]:
    language = get_language() or "zh"
    return {
        "title": campaign.name,
        "campaign": campaign.name,
        "seal": "摸",
        "lang": language[:2],
        "words": sheet_words() | {"again": _("再来")},
        "questions": [
            {
                "letter": letter,
                "text": question.said(language),
                "choices": keyed(name for _kept, name in question.offered(language)),
            }
            for letter, question in zip(LETTERS, from_data(campaign.questions), strict=False)
        ],
        "results": keyed(results.values()),
    }


def sheet_words() -> dict[str, str]:
    """What stands on every sheet of this kind, whatever it asks."""
    return {
        "how": _("在方格里打勾。打错了,划掉那一格,再打对的。"),
        "code": _("表号"),
        "remark": _("备注"),
        "month": _("月"),
        "day": _("日"),
        "went-on": _("哪天去的"),
        "went-by": _("上门的人(签名)"),
        "handed-in": _("收表"),
    }


def _page(
    printed: Printed,
    addresses: dict[str, str],
    results: dict[str, str],
    opened_at: Callable[[str], str],
) -> dict[str, Any]:
    sheet = printed.sheet
    return {
        "address": addresses.get(sheet.path, ""),
        "code": spaced(sheet.code),
        "qr": qr_of(opened_at(sheet.code)),
        "slots": printed.slots,
        "about": _("第 {version} 版,{day} 印").format(
            version=sheet.version, day=clock.local(sheet.printed_at).strftime("%Y-%m-%d %H:%M")
        ),
        "position": _("第 {page} 页,共 {pages} 页").format(page=sheet.page, pages=sheet.pages),
        "rows": [_row(row, results) for row in printed.rows],
    }


def _row(row: Row, results: dict[str, str]) -> dict[str, Any]:
    return {
        "number": str(row.number),
        "room": row.room,
        "who": listed(map(_person, row.who)) or _("没有登记的人"),
        "known": _("已记:{result}").format(result=results[row.result]) if row.result else "",
    }


def _person(one: Expected) -> str:
    sex = {"f": _("女"), "m": _("男")}.get(one.sex, "")
    age = aged(one.age) if one.age is not None else ""
    return " ".join(part for part in (one.name, sex, age) if part)


def keyed(choices: Iterable[object]) -> list[dict[str, str]]:
    """Choices, each with the key that a typist presses for it."""
    return [{"key": key_of(n), "name": str(name)} for n, name in enumerate(choices)]
