"""A list of contacts as a district sends it: ``python -m tests.contact_lists`` writes it to
tests/data/contacts.xlsx. Everybody in it is made up, and nobody is in the demo's register.

A title, a heading of two lines, days written in five ways, a remark column nobody asked for.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.rosters import people

DATA = Path(__file__).parent / "data"
FILE = DATA / "contacts.xlsx"
FIRST = date(2020, 2, 3)
WAYS = ("%Y-%m-%d", "%Y.%m.%d", "%Y%m%d", "%Y/%m/%d", "%Y年%m月%d日")


def workbook(rows: Sequence[Sequence[Any]], name: str = "名单") -> bytes:
    """These rows as a workbook of one sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(name)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def contacts() -> bytes:
    """The file."""
    rows: list[list[Any]] = [
        ["关于协查密切接触者的函(附件 2)"],
        ["序号", "人员信息", "", "", "流调信息", "", "备注"],
        ["", "姓名", "身份证号码", "联系电话", "末次接触时间", "接触类型", ""],
    ]
    for number, one in enumerate(people(77, 12), 1):
        day = (FIRST + timedelta(days=number % 5)).strftime(WAYS[number % len(WAYS)])
        kind = "次密接" if number % 4 == 0 else "密接"
        rows.append([number, one.name, one.document, one.phone, day, kind, "同乘 G1234"])
    return workbook(rows)


if __name__ == "__main__":
    FILE.write_bytes(contacts())
