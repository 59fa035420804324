"""Tables out: xlsx, csv, json. Text stays text, so that no formula comes out of a cell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from wanli.kernel import clock

ENDINGS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Rows = Iterable[Sequence[Any]]


def write(stream: IO[bytes], ending: str, headings: Sequence[str], rows: Rows) -> int:
    """Write a table of this kind; returns how many rows. Numbers stay numbers, moments are
    written as the clock on the wall shows them, everything else is text."""
    return _WRITERS[ending](stream, list(headings), ([_plain(c) for c in row] for row in rows))


def _plain(cell: Any) -> Any:
    if cell is None or isinstance(cell, int | float):
        return "" if cell is None else cell
    if isinstance(cell, datetime):
        return clock.local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _xlsx(stream: IO[bytes], headings: list[str], rows: Iterable[list[Any]]) -> int:
    import xlsxwriter  # here: a start needs no workbook

    done = 0
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading)
        for done, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(done, column, cell)
                else:
                    page.write_number(done, column, cell)
    return done


def _csv(stream: IO[bytes], headings: list[str], rows: Iterable[list[Any]]) -> int:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    done = 0
    for row in rows:
        # An apostrophe keeps a spreadsheet program from taking a cell for a formula.
        writer.writerow(
            [f"'{c}" if isinstance(c, str) and c.startswith(FORMULA) else c for c in row]
        )
        done += 1
    text.flush()
    text.detach()
    return done


def _json(stream: IO[bytes], headings: list[str], rows: Iterable[list[Any]]) -> int:
    listed = [dict(zip(headings, row, strict=True)) for row in rows]
    stream.write(json.dumps(listed, ensure_ascii=False, indent=1).encode())
    return len(listed)


_WRITERS = {"xlsx": _xlsx, "csv": _csv, "json": _json}
