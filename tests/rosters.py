"""Rosters as four colleagues type them: ``python -m tests.rosters`` writes them to tests/data.

Everybody in them is made up, by the same generator as the demo's people. Each file is another
layout with its own faults; ``FILES`` says how each must be read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from tests.biff import xls
from wanli.demo.generate import names

DATA = Path(__file__).parent / "data"
BORN = date(1950, 1, 1).toordinal(), date(2018, 12, 31).toordinal()


@dataclass(frozen=True)
class Person:
    """One row's worth."""

    building: int
    stairwell: int
    room: int
    name: str
    sex: str
    born: date
    document: str
    phone: str

    @property
    def said_sex(self) -> str:
        return "男" if self.sex == "m" else "女"


def people(seed: int, homes: int, *, buildings: int = 2) -> list[Person]:
    """Households of one to four, door by door."""
    random = Random(seed)
    found = []
    for number in range(homes):
        building, rest = number % buildings + 1, number // buildings
        stairwell, rest = rest % 2 + 1, rest // 2
        room = (rest // 2 + 1) * 100 + rest % 2 + 1
        for _ in range(random.randint(1, 4)):
            sex = random.choice("fm")
            born = date.fromordinal(random.randint(*BORN))
            found.append(
                Person(
                    building=building,
                    stairwell=stairwell,
                    room=room,
                    name=names.person_name(random, sex, born.year),
                    sex=sex,
                    born=born,
                    document=names.document_number(random, born, sex),
                    phone=names.phone_number(random),
                )
            )
    return sorted(found, key=lambda p: (p.building, p.stairwell, p.room))


def workbook(
    pages: dict[str, list[list[Any]]], merged: Sequence[tuple[int, int, int, int]] = ()
) -> bytes:
    """An xlsx of these sheets; dates as serial numbers."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, rows in pages.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    serial = (cell - date(1899, 12, 30)).days
                    page.write_number(number, column, serial)
                elif cell is not None:
                    page.write(number, column, cell)
        for top, left, bottom, right in merged:
            page.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return stream.getvalue()


def _csv(rows: list[list[Any]], encoding: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


def plain() -> bytes:
    """One row a person, the address in one cell."""
    rows: list[list[Any]] = [["序号", "姓名", "性别", "身份证号", "联系电话", "住址", "备注"]]
    for n, p in enumerate(people(1, 20), 1):
        address = f"{p.building}号楼{p.stairwell}单元{p.room}室"
        note = "独居老人" if p.born.year < 1955 else ""
        rows.append([n, p.name, p.said_sex, p.document, p.phone, address, note])
    return workbook({"花名册": rows})


def merged() -> bytes:
    """Titles above, the door's cells merged over the members of the household."""
    rows: list[list[Any]] = [
        ["桐荫里居民情况登记表", *[None] * 6],
        ["填表人:某某", *[None] * 6],
        ["楼号", "单元", "室号", "姓名", "公民身份号码", "手机号码", "户籍地址"],
    ]
    regions = [(0, 0, 0, 6)]
    door, top = None, 0
    for p in people(2, 20):
        here = (p.building, p.stairwell, p.room)
        if here != door:
            if door and len(rows) - top > 1:
                regions += [(top, c, len(rows) - 1, c) for c in range(3)]
            door, top = here, len(rows)
        outside = "江苏省海门市" if p.room % 3 == 0 else "本处"
        rows.append([p.building, p.stairwell, p.room, p.name, p.document, p.phone, outside])
    return workbook({"Sheet1": rows}, regions)


def ditto() -> bytes:
    """A heading of two lines; 同上 and 〃; full-width digits; spaces inside names."""
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    rows: list[list[Any]] = [
        ["居住情况", None, "人员情况", None, None, None],
        ["地址", "房屋性质", "姓名", "性别", "身份证号码(18位)", "联系方式"],
    ]
    door = None
    for n, p in enumerate(people(3, 20)):
        here = (p.building, p.stairwell, p.room)
        address = f"{p.building}-{p.stairwell}-{p.room}".translate(wide)
        if here == door:
            address = "同上" if n % 2 else "〃"
        name = " ".join(p.name) if len(p.name) == 2 else p.name
        use = "出租" if p.room % 4 == 0 else "自住"
        rows.append([address, use if here != door else "", name, p.said_sex, p.document, p.phone])
        door = here
    return workbook({"表一": rows})


def gb18030() -> bytes:
    """A csv of an old program: apostrophes before IDs, dots in dates, two phones in a cell."""
    rows: list[list[Any]] = [["楼栋", "单元", "房号", "姓名", "出生年月日", "证件号码", "电话"]]
    for n, p in enumerate(people(4, 20)):
        born = f"{p.born.year}.{p.born.month}.{p.born.day}"
        phone = f"+86 {p.phone[:3]}-{p.phone[3:7]}-{p.phone[7:]}"
        if n % 5 == 0:
            phone += "、021-62345678"
        rows.append(
            [f"{p.building}号楼", f"{p.stairwell}单元", f"{p.room}室", p.name, born]
            + [f"'{p.document}", phone]
        )
    return _csv(rows, "gb18030")


def foreign() -> bytes:
    """UTF-8 csv with passports, permits, a minority's dot, and doors as 1-101."""
    rows: list[list[Any]] = [["Name", "ID No.", "Phone", "Address"]]
    given = [
        ("John  Smith", "E12345678", "+44 20 7946 0958"),
        ("陈大文", "H12345678", "13812345678"),
        ("林志明", "12345678", "13912345678"),
        ("阿依古丽•买买提", "", "13712345678"),
        ("MARIA GARCIA", "CHN310000123456", ""),
    ]
    rows += [[*person, f"{n % 2 + 1}-1-{n}01"] for n, person in enumerate(given, 1)]
    return _csv(rows, "utf-8-sig")


def sheets() -> bytes:
    """A sheet a building, one of them without people, headings repeated in the middle."""
    heading = ["单元", "室", "户主姓名", "身份证", "手机"]
    pages: dict[str, list[list[Any]]] = {"说明": [["请逐户填写"], ["不要漏项"]]}
    for building in (1, 2):
        rows: list[list[Any]] = [["楼", *heading]]
        for n, p in enumerate(q for q in people(6, 20) if q.building == building):
            if n == 6:
                rows.append(["楼", *heading])
            rows.append([building, p.stairwell, p.room, p.name, p.document, p.phone])
        pages[f"{building}号楼"] = rows
    return workbook(pages)


def numbers() -> bytes:
    """Dates as serial numbers, phones as numbers; two IDs kept as numbers have lost digits."""
    rows: list[list[Any]] = [["地址", "姓名", "出生日期", "身份证号", "手机"]]
    for n, p in enumerate(people(7, 12)):
        document = float(p.document[:17] + "0") if n < 2 else p.document
        address = f"桐荫里{p.building}号{p.stairwell}单元{p.room}室"
        rows.append([address, p.name, p.born, document, float(p.phone)])
    return workbook({"Sheet1": rows})


def faults() -> bytes:
    """A row for each thing that goes wrong, and three good ones."""
    good = people(8, 3)[:3]
    rows: list[list[Any]] = [["姓名", "身份证号", "电话", "出生日期", "住址"]]

    def row(p: Person, **other: Any) -> list[Any]:
        said = {
            "name": p.name, "document": p.document, "phone": p.phone, "born": "",
            "address": f"{p.building}号楼{p.stairwell}单元{p.room}",
        } | other  # fmt: skip
        return [said["name"], said["document"], said["phone"], said["born"], said["address"]]

    rows += [row(p) for p in good]
    p = people(9, 1)[0]
    digit = "0" if p.document[-1] != "0" else "1"
    rows += [
        row(p, document=p.document[:-1] + digit),
        row(p, document=p.document[:16]),
        row(p, document="", born="2020.2.30"),
        row(p, document="", phone="1381234"),
        row(p, document="", address="九号楼那边"),
        row(p, document="", address=""),
        row(p, name="", document=""),
        row(p, name="张3", document=""),
        row(good[0], name="冒名者"),
        row(p, name="=1+1", document=""),
    ]
    return workbook({"Sheet1": rows})


def unnamed() -> bytes:
    """Columns whose headings say nothing; what stands in them does."""
    rows: list[list[Any]] = [["姓名", "号码一", "号码二", "在哪里", "手机"]]
    for p in people(10, 12):
        address = f"{p.building}号楼{p.stairwell}单元{p.room}"
        rows.append([p.name, p.document, p.phone, address, ""])
    return workbook({"Sheet1": rows})


def ods() -> bytes:
    """An OpenDocument spreadsheet."""
    rows: list[list[Any]] = [["姓名", "性别", "身份证号", "手机", "地址"]]
    for p in people(11, 12):
        address = f"{p.building}号楼{p.stairwell}单元{p.room}"
        rows.append([p.name, p.said_sex, p.document, p.phone, address])
    cells = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(str(cell))}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        f' xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0"'
        f' xmlns:text="{space}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
        f' xmlns:manifest="{space}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def forms() -> bytes:
    """Doors and birthdays as four people write them; phones with spaces, two in a cell."""
    rows: list[list[Any]] = [["住户姓名", "证件号", "生日", "联系电话", "家庭地址"]]
    doors = (
        "{b}号{r}室", "{b}-{r}", "{b}号楼1单元{r}", "6弄{b}号{r}", "{b}幢1单元{r}室", "{b}#{r}",
    )  # fmt: skip
    days = ("{y}.{m}.{d}", "{m}月{d}日", "{y}{m:02}{d:02}", "{y}年{m}月{d}日", "{y}/{m}/{d}")
    for n, p in enumerate(one_stairwell()):
        born = {"y": p.born.year, "m": p.born.month, "d": p.born.day}
        day: Any = days[n % 6].format(**born) if n % 6 < 5 else p.born
        phone = f"{p.phone[:3]} {p.phone[3:7]} {p.phone[7:]}"
        if n % 4 == 0:
            phone += " / +86 15400000000"
        address = doors[n % 6].format(b=p.building, r=p.room)
        name = p.name if n else "阿依古丽 · 买买提"
        rows.append([name, p.document, day, phone, address])
    return workbook({"Sheet1": rows})


def messy() -> bytes:
    """Two sheets with titles, whose doors stand under a wrong heading; one digit is wrong."""
    pages: dict[str, list[list[Any]]] = {"填表说明": [["请逐户填写"]]}
    for building in (1, 2):
        rows: list[list[Any]] = [
            [f"{building}号楼居民登记", None, None, None],
            ["姓名", "公民身份号码", "联系电话", "户籍地址"],
        ]
        for n, p in enumerate(q for q in people(14, 8) if q.building == building):
            document = p.document
            if building == 1 and n == 0:
                document = document[:-1] + ("X" if document[-1] != "X" else "1")
            address = f"{building + 90}号{p.stairwell}单元{p.room}室"
            rows.append([p.name, document, f"{p.phone[:3]} {p.phone[3:]}", address])
        pages[f"{building}号楼"] = rows
    return workbook(pages)


def one_stairwell() -> list[Person]:
    """People of buildings with one stairwell, whose doors need not name it."""
    return [p for p in people(12, 24) if p.stairwell == 1]


def old() -> bytes:
    """An xls of twenty years ago; phones and rooms are numbers."""
    rows: list[list[Any]] = [["楼号", "单元", "室号", "姓名", "身份证", "手机"]]
    for p in people(13, 12):
        rows.append([p.building, p.stairwell, p.room, p.name, p.document, float(p.phone)])
    return xls(rows)


FILES: dict[str, tuple[Callable[[], bytes], int, int]] = {
    "plain.xlsx": (plain, len(people(1, 20)), 0),
    "merged.xlsx": (merged, len(people(2, 20)), 0),
    "ditto.xlsx": (ditto, len(people(3, 20)), 0),
    "gb18030.csv": (gb18030, len(people(4, 20)), 0),
    "foreign.csv": (foreign, 5, 0),
    "sheets.xlsx": (sheets, len(people(6, 20)), 0),
    "numbers.xlsx": (numbers, len(people(7, 12)) - 2, 2),
    "faults.xlsx": (faults, 3, 10),
    "unnamed.xlsx": (unnamed, len(people(10, 12)), 0),
    "roster.ods": (ods, len(people(11, 12)), 0),
    "forms.xlsx": (forms, len(one_stairwell()), 0),
    "old.xls": (old, len(people(13, 12)), 0),
}
"""By file name: how it is made, how many persons it gives, how many rows are refused."""


def main() -> None:
    """Write all files."""
    DATA.mkdir(exist_ok=True)
    for name, (make, _good, _refused) in FILES.items():
        (DATA / name).write_bytes(make())


if __name__ == "__main__":
    main()
