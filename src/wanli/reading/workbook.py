"""A file that somebody says is a spreadsheet: its sheets, its cells, or why it cannot be read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

import python_calamine as calamine

from wanli.reading.values import Unreadable

MOST_ROWS = 200_000
MOST_UNPACKED = 600_000_000
"""Bytes; a workbook of two hundred thousand rows unpacks to about a hundred million."""
WORST_RATIO = 400
MOST_BYTES = 60_000_000
"""A roster of a million people has fewer."""
FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{0,2}(?:[2-9]\d{5}|\d{7}))')
"""A cell or row beyond ``MOST_ROWS`` or column ZZ, as sheets of an xlsx say it."""
LOCKED = re.compile(
    "EncryptedPackage".encode("utf-16-le")
    + rb"|\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
"""How an xlsx under a password begins, or an xls: [MS-OFFCRYPTO] 2.3.4.4, [MS-XLS] 2.4.117."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(slots=True)
class Sheet:
    """A sheet as rows of cells, merged cells filled downwards and across."""

    name: str
    rows: list[list[Any]]
    merged_down: set[tuple[int, int]] = field(default_factory=set)
    """(row, column) of cells that only repeat the merged one above them."""


def refuse_large(size: int) -> None:
    """``Unreadable`` for a file too large to be a roster: ask before reading it."""
    if size > MOST_BYTES:
        raise Unreadable(
            "文件有 {n} MB,一次最多 {most} MB。请去掉图片和不用的工作表,或分成几个文件。",
            n=size // 1_000_000, most=MOST_BYTES // 1_000_000,
        )  # fmt: skip


def read(content: bytes, name: str) -> list[Sheet]:
    """The visible sheets that hold anything: xlsx, xlsm, xls, ods, or csv in UTF-8 or GB18030.

    ``Unreadable`` with a sentence for anything else: a locked or broken workbook, a picture
    renamed, a bomb, more rows than ``MOST_ROWS``.
    """
    refuse_large(len(content))
    if not content:
        raise Unreadable("文件是空的。请在表格软件里打开看看,另存后再传。")
    if content.startswith((ZIP, OLE)):
        sheets = _workbook(content)
    else:
        sheets = [Sheet(name.rsplit(".", 1)[0], _csv(content))]
    sheets = [sheet for sheet in sheets if any(any(_filled(c) for c in r) for r in sheet.rows)]
    if not sheets:
        raise Unreadable("表格里没有内容。请确认选对了文件。")
    return sheets


def _filled(cell: Any) -> bool:
    return cell is not None and cell != ""


def _workbook(content: bytes) -> list[Sheet]:
    if content.startswith(ZIP):
        _refuse_bomb(content)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise Unreadable("文件加了密码。请在表格软件里去掉密码,另存后再传。") from None
    except calamine.CalamineError as error:
        if "password" in str(error).lower() or LOCKED.search(content):
            raise Unreadable("文件加了密码。请在表格软件里去掉密码,另存后再传。") from None
        raise Unreadable(
            "这不是能读的表格文件。请用 xlsx、xls、ods 或 csv;打得开的话,另存为 xlsx 再传。"
        ) from None
    sheets = []
    for meta in book.sheets_metadata:
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            continue
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            found = book.get_sheet_by_name(meta.name)
            if found.total_height > MOST_ROWS:
                raise Unreadable(
                    "“{sheet}”有 {n} 行,一次最多 {most} 行。请删掉空行或分成几个文件。",
                    sheet=meta.name, n=found.total_height, most=MOST_ROWS,
                )  # fmt: skip
            rows = found.to_python(skip_empty_area=False)
            merged = found.merged_cell_ranges or []
        except (calamine.CalamineError, OSError):
            raise Unreadable("工作表“{sheet}”坏了,读不出来。", sheet=meta.name) from None
        sheet = Sheet(meta.name, rows)
        _fill(sheet, merged)
        sheets.append(sheet)
    return sheets


def _refuse_bomb(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > MOST_UNPACKED or unpacked > WORST_RATIO * max(len(content), 4096):
                raise Unreadable("文件展开后大得不合理,不能导入。请另存为新的 xlsx 再传。")
            _refuse_far_cells(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Unreadable("文件不完整,可能没有传完。请重新传一次。") from None


def _refuse_far_cells(archive: zipfile.ZipFile) -> None:
    """The reader makes room for every cell from the first to the last one of a sheet: one cell in
    the far corner of a small file would take all memory."""
    for info in archive.infolist():
        if not info.filename.startswith("xl/worksheets/") or not info.filename.endswith(".xml"):
            continue
        rest = b""
        with archive.open(info) as stream:
            while block := stream.read(1 << 20):
                if FAR.search(rest + block):
                    raise Unreadable(
                        "表格里有内容远在第 {most} 行或第 702 列以外。请删掉多余的行和列,"
                        "或分成几个文件。",
                        most=MOST_ROWS,
                    )
                rest = block[-20:]


def _fill(sheet: Sheet, merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    for (top, left), (bottom, right) in merged:
        if top >= len(sheet.rows) or left >= len(sheet.rows[top]):
            continue
        value = sheet.rows[top][left]
        for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            for column in range(left, min(right, len(sheet.rows[row]) - 1) + 1):
                sheet.rows[row][column] = value
                if row > top:
                    sheet.merged_down.add((row, column))


def _csv(content: bytes) -> list[list[Any]]:
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            "这不是能读的表格文件。请用 xlsx、xls、ods 或 csv;打得开的话,另存为 xlsx 再传。"
        )
    said = content.decode(encoding_of(content))
    delimiter = delimiter_of(said)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(said), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > MOST_ROWS:
                raise Unreadable(
                    "“{sheet}”有 {n} 行,一次最多 {most} 行。请删掉空行或分成几个文件。",
                    sheet="csv", n=f">{MOST_ROWS}", most=MOST_ROWS,
                )  # fmt: skip
    except csv.Error:
        raise Unreadable("这不是能读的表格文件。请用 xlsx、xls、ods 或 csv。") from None
    return rows


def encoding_of(content: bytes) -> str:
    """In what a csv is written; ``Unreadable`` for what is none of the usual."""
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if utf_16 else ["utf-8-sig", "gb18030"]:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Unreadable("文字编码认不出。请在表格软件里另存为 xlsx 或 UTF-8 的 csv。")


def delimiter_of(said: str) -> str:
    """Between the cells of a csv: what its first line has most of."""
    return max(",\t;", key=said.split("\n", 1)[0].count)
