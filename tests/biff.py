"""Workbooks of the old binary kind, made by hand: no library in use writes them any more.

An .xls is an OLE container (MS-CFB) with one stream, "Workbook", of BIFF8 records (MS-XLS). A
locked .xlsx is such a container, too, with the stream "EncryptedPackage".
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

SECTOR = 512
LEAST = 4096
"""Shorter streams would belong into the container's mini stream."""
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOF, EOF, FILEPASS, CODEPAGE, BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0042, 0x0085
DIMENSIONS, NUMBER, LABEL = 0x0200, 0x0203, 0x0204


def xls(rows: Sequence[Sequence[Any]], *, locked: bool = False) -> bytes:
    """A workbook of one sheet; ``locked``: it says that it is under a password."""
    cells = b"".join(
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value not in (None, "")
    )
    width = max(map(len, rows))
    sheet = (
        _record(BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        + _record(DIMENSIONS, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
        + cells
        + _record(EOF)
    )
    head = _record(BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    if locked:
        head += _record(FILEPASS, struct.pack("<HHHH", 1, 1, 1, 4) + bytes(46))
    head += _record(CODEPAGE, struct.pack("<H", 1200))
    name = "Sheet1".encode("utf-16-le")
    length = len(head) + 4 + 8 + len(name) + 4
    head += _record(BOUNDSHEET, struct.pack("<IBBBB", length, 0, 0, 6, 1) + name) + _record(EOF)
    return container({"Workbook": head + sheet})


def _cell(row: int, column: int, value: Any) -> bytes:
    if isinstance(value, int | float):
        return _record(NUMBER, struct.pack("<HHHd", row, column, 0, value))
    said = str(value).encode("utf-16-le")
    body = struct.pack("<HHHHB", row, column, 0, len(said) // 2, 1) + said
    return _record(LABEL, body)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def container(streams: dict[str, bytes]) -> bytes:
    """An OLE container of few, small streams: header, one sector of allocation, directory, data."""
    chain = [FAT, END]
    entries = [_entry("Root Entry", kind=5, child=1 if streams else FREE, start=END, size=0)]
    data = b""
    for number, (name, stream) in enumerate(streams.items(), 1):
        stream = stream.ljust(LEAST, b"\0")
        sectors = -(-len(stream) // SECTOR)
        start = len(chain)
        chain += [*range(start + 1, start + sectors), END]
        data += stream.ljust(sectors * SECTOR, b"\0")
        after = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, kind=2, after=after, start=start, size=len(stream)))
    assert len(chain) <= SECTOR // 4
    assert len(entries) <= 4
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, LEAST, END, 0, END, 0
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + table + directory + data


def _entry(
    name: str, *, kind: int, start: int, size: int, child: int = FREE, after: int = FREE
) -> bytes:
    said = name.encode("utf-16-le") + b"\0\0"
    body = said.ljust(64, b"\0") + struct.pack("<HBB", len(said), kind, 1)
    return (
        body + struct.pack("<III", FREE, after, child) + bytes(36) + struct.pack("<IQ", start, size)
    )
