"""Which column says what: by its heading, and by what stands in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wanli.reading import values
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "居民姓名", "人员姓名", "户主姓名", "成员姓名", "名字", "name"),
    "sex": ("性别", "sex", "gender"),
    "birth_date": ("出生日期", "出生年月", "出生年月日", "生日", "出生", "birthdate", "birthday"),
    "document": (
        "身份证号", "身份证号码", "身份证", "证件号", "证件号码", "公民身份号码", "公民身份证号码",
        "idnumber", "idno", "id",
    ),
    "phones": (
        "电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "联系手机",
        "固定电话", "phone", "mobile", "telephone",
    ),
    "address": (
        "地址", "住址", "家庭住址", "居住地址", "现住址", "现居住地", "现居住地址", "房屋地址",
        "门牌", "详细地址", "address",
    ),
    "compound": ("小区", "小区名称", "所在小区", "小区名", "compound"),
    "building": ("楼号", "楼栋", "楼栋号", "幢号", "栋号", "号楼", "幢", "栋", "楼", "building"),
    "stairwell": ("单元", "单元号", "门栋", "门洞", "stairwell", "unit"),
    "room": ("室号", "房号", "房间号", "室", "房间", "门牌号", "room"),
    "registered": (
        "户籍地", "户籍地址", "户籍所在地", "户口所在地", "户口地址", "户籍", "户籍情况",
        "registeredaddress",
    ),
    "use": ("房屋性质", "房屋类型", "房屋使用", "居住情况", "居住状况", "居住性质", "住房情况"),
    "marks": (
        "重点对象", "人员类别", "人员类型", "特殊情况", "重点人群", "备注", "情况说明",
        "remark",
    ),
}  # fmt: skip
Words = Mapping[str, tuple[str, ...]]
IGNORED = ("序号", "编号", "错误", "与户主关系", "关系", "年龄", "民族", "no", "登记人", "日期")
ERROR = "错误"
"""Over what is wrong with refused rows. Not translated: the next import knows it by this."""
ENOUGH = 2
"""A heading row names at least so many known columns, a person's name among them."""
SEARCHED = 20
SAMPLE = 60


@dataclass(slots=True)
class Column:
    """A column of the file and what it is taken for (empty: left aside)."""

    index: int
    heading: str
    field: str
    samples: tuple[str, ...]
    by_content: bool = False


@dataclass(slots=True)
class Layout:
    """How a sheet is laid out."""

    first_row: int
    """Index of the first row below the heading."""
    columns: list[Column]

    @property
    def fingerprint(self) -> str:
        """The same for the same headings in the same order, and for refused rows come back."""
        headings = "\x1f".join(c.heading for c in self.columns if c.heading != ERROR)
        return hashlib.sha256(headings.encode()).hexdigest()[:32]

    def mapping(self) -> dict[int, str]:
        """Column index by field."""
        return {column.index: column.field for column in self.columns if column.field}


def recognise(sheet: Sheet, more: Words | None = None) -> Layout:
    """Find the heading, of one or two lines, under any titles; name each column. ``more``: what
    else a column may say, by the words of its heading.

    ``Unreadable`` when no row looks like a heading, or no column holds names.
    """
    found = _headed(sheet, {**(more or {}), **FIELDS}, "name")
    if found is None:
        raise Unreadable(
            "“{sheet}”里找不到表头。表头要有“姓名”,并有身份证号、电话或地址中的一列。",
            sheet=sheet.name,
        )
    taken = {column.field for column in found.columns}
    body = sheet.rows[found.first_row : found.first_row + SAMPLE]
    for column in found.columns:
        if not column.field and values.text(column.heading).lower() not in IGNORED:
            cells = [
                row[column.index]
                for row in body
                if column.index < len(row) and values.text(row[column.index])
            ]
            field = _by_content(cells)
            if field and field not in taken:
                column.field, column.by_content = field, True
                taken.add(field)
    return found


def recognise_as(sheet: Sheet, fields: Words, needs: str) -> Layout | None:
    """The same for a sheet that is not about people: its heading names ``needs`` and at least one
    more of ``fields``, by their words. None where no row does."""
    return _headed(sheet, fields, needs)


def _headed(sheet: Sheet, known: Words, needs: str) -> Layout | None:
    best, at, lines = 0, 0, 1
    for index in range(min(SEARCHED, len(sheet.rows))):
        for height in (1, 2):
            if index + height > len(sheet.rows):
                continue
            headings = _headings(sheet, index, height)
            fields = [_named(heading, known) for heading in headings]
            score = 4 * len(set(fields) - {""}) - height
            if needs in fields and len(set(fields) - {""}) >= ENOUGH and score > best:
                if height == 2 and _looks_like_data(sheet.rows[index + 1]):
                    continue
                best, at, lines = score, index, height
    if not best:
        return None
    headings = _headings(sheet, at, lines)
    body = sheet.rows[at + lines : at + lines + SAMPLE]
    columns = []
    taken: set[str] = set()
    for index, heading in enumerate(headings):
        cells = [row[index] for row in body if index < len(row) and values.text(row[index])]
        field = _named(heading, known)
        if field in taken and field != "phones":
            field = ""
        samples = tuple(values.text(cell)[:24] for cell in cells[:3])
        columns.append(Column(index, heading, field, samples))
        taken.add(field)
    return Layout(at + lines, columns)


def field_of(heading: str, more: Words | None = None) -> str:
    """The field that a heading names, or nothing: 联系电话(必填) → phones."""
    return _named(heading, {**(more or {}), **FIELDS})


def _named(heading: str, known: Words) -> str:
    bare = re.sub(r"[((【\[].*?[))】\]]|[\s*:_/、.-]", "", heading).lower()
    if not bare or bare in IGNORED:
        return ""
    for field, words in known.items():
        if bare in words:
            return field
    endings = sorted(
        ((word, field) for field, words in known.items() for word in words if len(word) > 1),
        key=lambda one: -len(one[0]),
    )
    return next((field for word, field in endings if bare.endswith(word)), "")


def _headings(sheet: Sheet, at: int, height: int) -> list[str]:
    width = max(len(row) for row in sheet.rows[at : at + height])
    found = []
    for column in range(width):
        said = [
            values.text(sheet.rows[row][column]) if column < len(sheet.rows[row]) else ""
            for row in range(at, at + height)
        ]
        # Of two lines the lower one is the precise one: 联系方式 over 手机.
        found.append(next((one for one in reversed(said) if one), ""))
    return found


def _looks_like_data(row: list[Any]) -> bool:
    said = [values.text(cell) for cell in row]
    return any(re.search(r"\d{6,}", one) for one in said)


def _by_content(cells: list[Any]) -> str:
    if len(cells) < 2:
        return ""

    def share(read: Any) -> float:
        good = 0
        for cell in cells:
            try:
                found = read(cell)
            except Unreadable:
                continue
            good += bool(found)
        return good / len(cells)

    def resident(cell: Any) -> bool:
        found = values.document(cell)
        return found is not None and found.kind == "resident"

    def mobile(cell: Any) -> bool:
        return any(len(number) == 11 and number[0] == "1" for number in values.phones(cell))

    if share(resident) >= 0.6:
        return "document"
    if share(mobile) >= 0.6:
        return "phones"
    if share(lambda cell: values.text(cell) in ("男", "女")) >= 0.8:
        return "sex"
    if share(lambda cell: re.search(r"\D", values.text(cell)) and values.door(cell)) >= 0.6:
        return "address"
    return ""
