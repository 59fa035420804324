"""The kept file of a list: read again as its columns were agreed, and handed back filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from wanli.domains.checklists.models import CheckList, Row
from wanli.domains.checklists.vault import LIST, open_answers
from wanli.domains.checklists.wording import Question, questions_of
from wanli.ground.keys import keyring
from wanli.kernel.errors import Refused
from wanli.reading import asked, roster
from wanli.reading.answered import filled
from wanli.reading.asked import RESULT
from wanli.reading.layout import Layout
from wanli.reading.roster import Entry
from wanli.reading.workbook import Sheet


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet that asks about people."""

    number: int
    sheet: Sheet
    layout: Layout
    questions: list[Question]
    entries: list[Entry]

    @staticmethod
    def is_blank(cells: Sequence[Any], column: int) -> bool:
        """Whether this row leaves the column to be answered."""
        return column >= len(cells) or asked.is_blank(cells[column])


def pages(found: CheckList) -> list[Page]:
    """The kept file, with its columns as they were agreed."""
    sheets, layouts = asked.read(_content(found), found.file_name)
    read = []
    for number, (sheet, layout, agreed) in enumerate(
        zip(sheets, layouts, found.mapping, strict=True)
    ):
        asked.as_given({one["index"]: one["field"] for one in agreed["columns"]}, layout)
        entries = list(roster.entries(sheet, number, layout, asked.who(layout)))
        read.append(Page(number, sheet, layout, questions_of(agreed["columns"]), entries))
    return read


def answered_file(found: CheckList) -> tuple[bytes, str]:
    """The same workbook with its empty columns filled as far as they are answered, and its
    ending. Order, formats and other sheets are the sender's own."""
    content = _content(found)
    sheets, layouts = asked.read(content, found.file_name)
    cells: dict[str, dict[tuple[int, int], str]] = {sheet.name: {} for sheet in sheets}
    for sheet, layout in zip(sheets, layouts, strict=True):
        for column in layout.columns:
            beyond = all(column.index >= len(row) for row in sheet.rows)
            if beyond and column.heading == RESULT:
                cells[sheet.name][layout.first_row - 1, column.index] = RESULT
    rows = Row.objects.filter(list=found, answers_cipher__isnull=False)
    for number, row, token in rows.values_list("sheet", "row", "answers_cipher"):
        there = sheets[number].rows[row]
        for at, said in open_answers(token).items():
            if Page.is_blank(there, at):
                cells[sheets[number].name][row, at] = said
    return filled(content, found.file_name, cells)


def _content(found: CheckList) -> bytes:
    if found.content is None:
        raise Refused(_("文件已经删除,请重新上传。"))
    return keyring().open_bytes(LIST, found.content)
