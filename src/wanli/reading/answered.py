"""A workbook that somebody sent, with answers in its empty cells, and nothing else changed.

An xlsx stays what it was, byte for byte, but for the cells that are written: formats, pictures,
other sheets and macros are not understood here and so cannot be lost (docs/decisions/0039).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape

from wanli.reading import workbook
from wanli.reading.values import Unreadable
from wanli.reading.workbook import OLE, ZIP

Cells = Mapping[tuple[int, int], str]
"""Text by (row, column), both from 0."""
TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
SPANS = re.compile(rb"""\sspans=("[^"]*"|'[^']*')""")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Strange(Exception):
    """A workbook put together in a way that is not known here."""


def filled(content: bytes, name: str, answers: Mapping[str, Cells]) -> tuple[bytes, str]:
    """The file with these cells written, by the name of their sheet, and its ending (``xlsx``,
    ``xlsm``, ``csv``). What is written is text, never a formula. xls and ods come back as xlsx.
    """
    if content.startswith(ZIP):
        try:
            return _patched(content, answers), _ending(content)
        except Strange:
            return _copied(content, name, answers), "xlsx"
    if content.startswith(OLE):
        return _copied(content, name, answers), "xlsx"
    return _csv(content, next(iter(answers.values()), {})), "csv"


def _ending(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "xlsm" if "xl/vbaProject.bin" in archive.namelist() else "xlsx"


# ---- xlsx: the cells alone
def _patched(content: bytes, answers: Mapping[str, Cells]) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        parts = parts_of(archive)
        wanted = {parts[sheet]: cells for sheet, cells in answers.items() if sheet in parts}
        if len(wanted) < len(answers) or not wanted.keys() <= set(archive.namelist()):
            raise Strange
        for info in archive.infolist():
            data = archive.read(info)
            if info.filename in wanted:
                data = _written(data, wanted[info.filename])
            made.writestr(info, data, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where in the archive each sheet lies, by its name."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        raise Strange from None
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found = {}
    for one in book.iter():
        if one.tag.endswith("}sheet"):
            target = targets.get(one.get(RELATION), "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[one.get("name", "")] = path
    return found


@dataclass(slots=True)
class _Row:
    start: int
    end: int = 0
    """Where its closing tag begins; 0 for a row that closes itself."""
    cells: list[tuple[int, int, int, str]] = field(default_factory=list)
    """(column, start, end, style) of each cell."""


class _Scan:
    """Where in a sheet's XML the cells of some rows lie."""

    def __init__(self, xml: bytes, wanted: set[int]) -> None:
        self.xml, self.wanted = xml, wanted
        self.rows: dict[int, _Row] = {}
        self.prefix = ""
        self.row, self.column = -1, -1
        self.now: _Row | None = None
        self.cell: tuple[int, int, str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse
        try:
            self.parser.Parse(xml, True)
        except expat.ExpatError:
            raise Strange from None

    def _refuse(self, *_given: Any) -> None:
        raise Strange

    def _begin(self, name: str, given: dict[str, str]) -> None:
        prefix, _colon, local = name.rpartition(":")
        if local == "row":
            self.prefix = prefix + ":" if prefix else ""
            self.row = int(given["r"]) - 1 if "r" in given else self.row + 1
            self.column = -1
            self.now = _Row(self.parser.CurrentByteIndex) if self.row in self.wanted else None
        elif local == "c" and self.now is not None:
            self.column = column_of(given["r"]) if "r" in given else self.column + 1
            self.cell = (self.column, self.parser.CurrentByteIndex, given.get("s", ""))

    def _end(self, name: str) -> None:
        local, at = name.rpartition(":")[2], self.parser.CurrentByteIndex
        # Of an element that closes itself the parser says where it is over.
        closes = self.xml.startswith(b"</" + name.encode(), at)
        if local == "c" and self.now is not None and self.cell is not None:
            column, start, style = self.cell
            self.now.cells.append((column, start, self._after(at) if closes else at, style))
            self.cell = None
        elif local == "row" and self.now is not None:
            self.now.end = at if closes else 0
            self.rows[self.row] = self.now
            self.now = None

    def _after(self, at: int) -> int:
        """The end of the tag that begins here."""
        match = TAG.match(self.xml, at)
        if match is None:
            raise Strange
        return match.end()


def _written(xml: bytes, cells: Cells) -> bytes:
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Strange
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), said in cells.items():
        by_row.setdefault(row, {})[column] = said
    scan = _Scan(xml, set(by_row))
    edits: list[tuple[int, int, bytes]] = []
    for number, found in scan.rows.items():
        edits += _of_row(scan, xml, number, found, by_row[number])
    made, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        made += [xml[at:start], new]
        at = end
    return b"".join([*made, xml[at:]])


def _of_row(
    scan: _Scan, xml: bytes, number: int, row: _Row, said: Mapping[int, str]
) -> list[tuple[int, int, bytes]]:
    edits = []
    there = {column: (start, end, style) for column, start, end, style in row.cells}
    added: dict[int, list[bytes]] = {}
    for column, text in sorted(said.items()):
        if column in there:
            start, end, style = there[column]
            if b"<f" in xml[start:end] or b":f" in xml[start:end]:
                continue
            edits.append((start, end, _cell(scan.prefix, number, column, style, text)))
            continue
        left = [one for one in row.cells if one[0] < column]
        right = [one for one in row.cells if one[0] > column]
        style = left[-1][3] if left else ""
        at = right[0][1] if right else row.end
        added.setdefault(at, []).append(_cell(scan.prefix, number, column, style, text))
    opening = TAG.match(xml, row.start)
    assert opening is not None
    if added:
        head = SPANS.sub(b"", opening[0])
        if row.end:
            edits.append((row.start, opening.end(), head))
            edits += [(at, at, b"".join(new)) for at, new in added.items()]
        else:
            closing = f"</{scan.prefix}row>".encode()
            inner = b"".join(one for new in added.values() for one in new)
            whole = head.rstrip(b"/>") + b">" + inner + closing
            edits.append((row.start, opening.end(), whole))
    return edits


def _cell(prefix: str, row: int, column: int, style: str, said: str) -> bytes:
    kept = f' s="{style}"' if style else ""
    text = escape(CONTROL.sub("", said))
    p = prefix
    return (
        f'<{p}c r="{_letters(column)}{row + 1}"{kept} t="inlineStr">'
        f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'
    ).encode()


def column_of(reference: str) -> int:
    """The index of the column in a reference like ``G3``."""
    at = 0
    for letter in reference:
        if not letter.isalpha():
            break
        at = at * 26 + ord(letter.upper()) - 64
    return at - 1


def _letters(column: int) -> str:
    said = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


# ---- what cannot be patched
def _copied(content: bytes, name: str, answers: Mapping[str, Cells]) -> bytes:
    import xlsxwriter  # here: a start needs no workbook

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in workbook.read(content, name):
        page = book.add_worksheet("".join(c for c in sheet.name if c not in "[]:*?/\\'")[:31])
        cells = dict(answers.get(sheet.name, {}))
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if (number, column) not in cells:
                    _copy(page, number, column, cell, day)
        for (number, column), said in cells.items():
            page.write_string(number, column, CONTROL.sub("", said))
    book.close()
    return stream.getvalue()


def _copy(page: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, datetime | date):
        page.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < 1e11:
        page.write_number(row, column, cell)
    elif cell is not None and cell != "":
        page.write_string(row, column, str(cell))


def _csv(content: bytes, cells: Cells) -> bytes:
    encoding = workbook.encoding_of(content)
    said = content.decode(encoding)
    delimiter = workbook.delimiter_of(said)
    ends = "\r\n" if "\r\n" in said else "\n"
    rows = [list(row) for row in csv.reader(io.StringIO(said), delimiter=delimiter)]
    for (row, column), text in cells.items():
        if row < len(rows):
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = "'" + text if text.startswith(DANGEROUS) else text
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=ends).writerows(rows)
    try:
        return stream.getvalue().encode(encoding)
    except UnicodeEncodeError:
        # An answer holds a character that the old encoding has not.
        return stream.getvalue().encode("utf-8-sig")


__all__ = ["Cells", "Strange", "Unreadable", "column_of", "filled", "parts_of"]
