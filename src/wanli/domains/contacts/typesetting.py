"""What stands on the sheets of a round, in the language of whoever prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.canvass.typesetting import TEMPLATE, keyed, sheet_words
from wanli.domains.contacts.models import RoundSheet
from wanli.domains.contacts.queries import HomeLine
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.contacts import Contacts
from wanli.ground import typeset
from wanli.ground.codes import qr_of
from wanli.ground.wording import listed
from wanli.kernel import clock


@dataclass(frozen=True, slots=True)
class Printed:
    """One page."""

    sheet: RoundSheet
    slots: int
    """So many rows the page is divided into."""
    rows: Sequence[HomeLine]


def as_pdf(
    rules: Contacts,
    pages: Sequence[Printed],
    *,
    addresses: dict[str, str],
    opened_at: Callable[[str], str],
    tell: Callable[[int, int], None],
) -> bytes:
    """The sheets as one PDF. ``addresses``: names of the stairwells by path; ``opened_at``: the
    address that the code of a sheet leads to. No transaction is needed, and none should be open."""
    return typeset.book(
        TEMPLATE,
        _words(rules),
        pages,
        draw=lambda printed: _page(printed, addresses, opened_at),
        tell=tell,
    )


def _words(rules: Contacts) -> dict[str, Any]:
    title = _("联系每一户")
    return {
        "title": title,
        "campaign": title,
        "seal": "联",
        "lang": (get_language() or "zh")[:2],
        "words": sheet_words()
        | {"went-on": _("哪天联系的"), "went-by": _("联系的人(签名)"), "way": _("怎么联系的")},
        "questions": [],
        "ways": keyed(said(one.name) for one in rules.ways),
        "results": keyed(said(one.name) for one in rules.outcomes),
    }


def _page(
    printed: Printed, addresses: dict[str, str], opened_at: Callable[[str], str]
) -> dict[str, Any]:
    sheet = printed.sheet
    return {
        "address": addresses.get(sheet.path, ""),
        "code": spaced(sheet.code),
        "qr": qr_of(opened_at(sheet.code)),
        "slots": printed.slots,
        "about": _("{day} 印").format(day=clock.local(sheet.printed_at).strftime("%Y-%m-%d %H:%M")),
        "position": _("第 {page} 页,共 {pages} 页").format(page=sheet.page, pages=sheet.pages),
        "rows": [_row(sheet.first + at, line) for at, line in enumerate(printed.rows)],
    }


def _row(number: int, line: HomeLine) -> dict[str, Any]:
    late = ngettext("{n} 天没联系上", "{n} 天没联系上", line.days).format(n=line.days)
    return {
        "number": str(number),
        "room": line.room,
        # Not their marks: a sheet is left lying about.
        "who": listed(line.people),
        "known": late if line.days else "",
    }
