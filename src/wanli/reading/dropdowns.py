"""Which words a workbook allows in a column: its own drop-down lists.

The library that reads cells knows nothing of them, so they are looked for in the XML: lists written
out (``"是,否"``), cells of this or another sheet, hidden ones too, and names of such cells.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

from wanli.reading.answered import Strange, column_of, parts_of
from wanli.reading.values import text
from wanli.reading.workbook import ZIP

MOST, LONGEST = 60, 60
"""So many words, and so many characters each: more are a register and no choice."""
SPAN = r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
AREA = re.compile(SPAN)
CELLS = re.compile(r"=?(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?" + SPAN)


@dataclass(frozen=True, slots=True)
class _List:
    """A drop-down: what it offers as the workbook says it, and where."""

    formula: str
    areas: str


def dropdowns(content: bytes) -> dict[str, dict[int, tuple[str, ...]]]:
    """The words that may be chosen in the columns of each sheet, by its name and their index;
    nothing of a file that is no xlsx, or of lists that are worked out by a formula. Where a column
    has several lists, the one of most rows counts."""
    if not content.startswith(ZIP):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            book = _Book(archive, content)
            return {sheet: book.columns(sheet) for sheet in book.parts}
    except (Strange, KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return {}


class _Book:
    def __init__(self, archive: zipfile.ZipFile, content: bytes) -> None:
        self.archive, self.content = archive, content
        self.parts = parts_of(archive)
        self.cells: dict[str, list[list[Any]]] = {}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        names = (one for one in book.iter() if _local(one.tag) == "definedName")
        self.names = {one.get("name", ""): one.text or "" for one in names}

    def columns(self, sheet: str) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[int, tuple[str, ...]]] = {}
        for one in _lists(self.archive.read(self.parts[sheet])):
            words = self._words(one.formula, sheet)
            if not 1 < len(words) <= MOST:
                continue
            for column, rows in _covered(one.areas):
                if rows > found.get(column, (0, ()))[0]:
                    found[column] = rows, words
        return {column: words for column, (_rows, words) in found.items()}

    def _words(self, formula: str, sheet: str) -> tuple[str, ...]:
        formula = self.names.get(formula.removeprefix("="), formula)
        if formula.startswith('"') and formula.endswith('"'):
            inside = formula[1:-1].replace('""', '"')
            said: Iterator[object] = (one.strip() for one in inside.split(","))
        elif match := CELLS.fullmatch(formula):
            there = (match[1] or match[2] or sheet).replace("''", "'")
            said = self._cells(there, *_corners(*match.groups()[2:]))
        else:
            return ()
        # To the letter: a word that is written otherwise is refused by the workbook.
        words = [one if isinstance(one, str) else text(one) for one in said]
        words = [word for word in words if word.strip()]
        return () if any(len(word) > LONGEST for word in words) else tuple(dict.fromkeys(words))

    def _cells(self, sheet: str, left: int, top: int, right: int, bottom: int) -> Iterator[object]:
        for row in self._rows(sheet)[top : bottom + 1]:
            yield from row[left : right + 1]

    def _rows(self, sheet: str) -> list[list[Any]]:
        if sheet not in self.cells:
            if sheet not in self.parts:
                return []
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.content))
            self.cells[sheet] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return self.cells[sheet]


def _lists(xml: bytes) -> Iterator[_List]:
    """The drop-downs of a sheet, also those in which Excel since 2010 names another sheet."""
    if b"dataValidation" not in xml or b"<!DOCTYPE" in xml:
        return
    for _event, one in ElementTree.iterparse(io.BytesIO(xml)):
        if _local(one.tag) == "row":
            one.clear()
        if _local(one.tag) != "dataValidation" or one.get("type") != "list":
            continue
        formula = next((each for each in one.iter() if _local(each.tag) == "formula1"), None)
        areas = next((each.text for each in one.iter() if _local(each.tag) == "sqref"), None)
        if formula is not None:
            said = "".join(formula.itertext()).strip()
            yield _List(said, one.get("sqref") or areas or "")


def _covered(areas: str) -> Iterator[tuple[int, int]]:
    """Each column that these areas (``G3:G90 H3``) cover, with how many rows of it."""
    for area in areas.split():
        if match := AREA.fullmatch(area):
            left, top, right, bottom = _corners(*match.groups())
            for column in range(left, min(right, left + 200) + 1):
                yield column, bottom - top + 1


def _corners(
    column: str, row: str, last_column: str | None, last_row: str | None
) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a ``SPAN``, counted from nought."""
    left, top = column_of(column), int(row) - 1
    right = column_of(last_column) if last_column else left
    return left, top, right, int(last_row) - 1 if last_row else top


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
