"""The refused rows of a roster, as the same workbook with what is wrong beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from wanli.domains.people.rosters import Verdict
from wanli.reading.layout import ERROR, Layout
from wanli.reading.workbook import Sheet


def refused_workbook(
    sheets: Sequence[Sheet], layouts: Sequence[Layout], verdicts: Sequence[Verdict]
) -> bytes:
    """The headings and the refused rows of each sheet; mended, it can be handed in again.

    Cells at fault are marked. Text stays text: no formula comes out of it.
    """
    import xlsxwriter  # here: a start needs no workbook

    stream = BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    at_fault = book.add_format({"bg_color": "#F6CFC7", "border": 1})
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    by_sheet: defaultdict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_sheet[verdict.entry.sheet].append(verdict)
    for number, refused in sorted(by_sheet.items()):
        found = layouts[number]
        page = book.add_worksheet(f"{number + 1}-{_plain(sheets[number].name)}"[:31])
        width = max((column.index for column in found.columns), default=0) + 1
        for column in found.columns:
            page.write_string(0, column.index, column.heading, bold)
        page.write_string(0, width, ERROR, bold)
        page.set_column(width, width, 60)
        for row, verdict in enumerate(sorted(refused, key=lambda v: v.entry.row), 1):
            entry = verdict.entry
            wrong = {problem.column for problem in verdict.problems}
            for at, cell in enumerate(sheets[number].rows[entry.row][:width]):
                _write(page, row, at, cell, at_fault if at in wrong else None, day)
            said = [_(p.message).format(**p.params) for p in verdict.problems]
            page.write_string(row, width, " ".join(said))
    book.close()
    return stream.getvalue()


def _write(page: Any, row: int, column: int, cell: Any, mark: Any, day: Any) -> None:
    if isinstance(cell, datetime | date):
        page.write_datetime(row, column, cell, mark or day)
    elif isinstance(cell, bool) or cell is None:
        page.write_blank(row, column, None, mark)
    elif isinstance(cell, int | float) and abs(cell) < 1e11:
        page.write_number(row, column, cell, mark)
    else:
        page.write_string(row, column, str(cell), mark)


def _plain(name: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in name)
