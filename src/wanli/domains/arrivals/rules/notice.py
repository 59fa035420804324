"""A notice of key areas, in any layout: its lines, or what is wrong with which of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wanli.domains.arrivals.rules.areas import plain
from wanli.domains.plans.rules.parts import noop
from wanli.domains.plans.rules.sorting import Level
from wanli.reading import values
from wanli.reading.layout import Layout, recognise_as
from wanli.reading.regions import SUFFIXES, Region, by_code, found_in
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

FIELDS: dict[str, tuple[str, ...]] = {
    "region": (
        "地区", "重点地区", "地区名称", "区域", "县区", "区县", "县市区", "市县区", "县", "区",
        "县级", "行政区", "行政区划", "所属区县", "区域名称", "名称", "region", "area", "county",
    ),
    "province": ("省", "省份", "省区市", "省市自治区", "省级", "province"),
    "city": ("市", "地市", "城市", "设区市", "市州", "地级市", "市级", "city"),
    "code": ("行政区划代码", "区划代码", "代码", "地区代码", "code"),
    "words": (
        "街道", "乡镇", "街道乡镇", "社区", "小区", "村", "具体区域", "具体范围", "范围",
        "封控范围", "点位", "具体点位", "详细地址", "社区村", "community", "communities",
    ),
    "level": ("风险等级", "等级", "级别", "风险级别", "风险", "类别", "管控级别", "level", "risk"),
    "since": (
        "起始日期", "开始日期", "起始时间", "开始时间", "划定日期", "划定时间", "生效日期",
        "调整日期", "调整时间", "公布日期", "发布日期", "自", "起", "from", "since",
    ),
    "until": (
        "截止日期", "结束日期", "截止时间", "结束时间", "解除日期", "解除时间", "至", "止",
        "to", "until",
    ),
}  # fmt: skip
"""What a column says, by the words of its heading."""
PLACES = ("province", "city", "region")
LEVELS: tuple[tuple[str, Level], ...] = (
    ("高", "high"), ("封控", "high"), ("中", "medium"), ("管控", "medium"), ("低", "low"),
    ("防范", "low"), ("high", "high"), ("medium", "medium"), ("low", "low"),
)  # fmt: skip
"""How notices call the levels; the first that fits holds."""
NO_HEADING = noop("表里找不到表头。表头要有地区(省、市、区县),并有风险等级、日期或社区中的一列。")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was understood."""

    code: str
    name: str
    words: str
    level: Level
    since: date
    until: date | None

    @property
    def key(self) -> tuple[str, str]:
        """What two lines on the same place have in common."""
        return self.code, plain(self.words)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be taken over: where it stands, what it says, and why."""

    sheet: str
    row: int
    said: str
    message: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for lines that do not say it."""

    level: Level
    since: date


@dataclass(frozen=True, slots=True)
class Notice:
    """What was found in a file."""

    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]


def laid_out(sheets: Sequence[Sheet]) -> list[tuple[Sheet, Layout]]:
    """The sheets that are lists of areas, with their columns; ``Unreadable`` where none is."""
    found = [(sheet, _layout(sheet)) for sheet in sheets]
    lists = [(sheet, layout) for sheet, layout in found if layout is not None]
    if not lists:
        raise Unreadable(NO_HEADING)
    return lists


def read(lists: Iterable[tuple[Sheet, Layout]], defaults: Defaults) -> Notice:
    """All lines, the same one twice only once; and those that nobody could read."""
    lines: dict[tuple[str, str], Line] = {}
    wrong: list[Wrong] = []
    for sheet, layout in lists:
        mapping = layout.mapping()
        for at in range(layout.first_row, len(sheet.rows)):
            cells = _cells(sheet.rows[at], mapping)
            where = values.text("".join(cells[name] for name in PLACES if cells.get(name)))
            code = cells.get("code", "")
            if not where and not code and not cells.get("words"):
                continue
            try:
                line = _line(cells, where, sheet.rows[at], mapping, defaults)
                other = lines.get(line.key)
                if other is not None and other != line:
                    raise Unreadable(TWICE)
                lines[line.key] = line
            except Unreadable as error:
                params = {name: str(value) for name, value in error.params.items()}
                said = " ".join(one for one in (where or code, cells.get("words", "")) if one)
                wrong.append(Wrong(sheet.name, at + 1, said[:80], error.message, params))
    return Notice(tuple(lines.values()), tuple(wrong))


TWICE = noop("这个地方在名单里有两行,写的不一样。请只留一行。")
NOWHERE = noop("认不出是哪个地方。请写全省、市、区县,或写六位区划代码。")
SEVERAL = noop("有 {n} 个地方叫“{said}”,例如{one}。请写明省、市。")
NO_LEVEL = noop("认不出“{said}”是什么等级。请写高、中或低。")
BACKWARDS = noop("结束的日子比开始的早,请核对。")


def _line(
    cells: Mapping[str, str], where: str, row: Sequence[Any], mapping: Mapping[int, str],
    defaults: Defaults,
) -> Line:  # fmt: skip
    region, rest = _region(cells.get("code", ""), where)
    words = " ".join(one for one in (rest, cells.get("words", "")) if one)
    days = {name: values.day(row[at]) for at, name in mapping.items()
            if name in ("since", "until") and at < len(row)}  # fmt: skip
    since = days.get("since") or defaults.since
    until = days.get("until")
    if until is not None and until <= since:
        raise Unreadable(BACKWARDS)
    if len(words) > 400:
        raise Unreadable(noop("太长了,请缩到 {max_length} 个字以内。"), max_length=400)
    return Line(region.code, region.name, words, _level(cells.get("level", ""), defaults.level),
                since, until)  # fmt: skip


def _region(code: str, where: str) -> tuple[Region, str]:
    digits = re.sub(r"\D", "", code)
    if digits and (region := by_code(digits[:6].ljust(6, "0"))):
        return region, ""
    found = found_in(where)
    if not found:
        raise Unreadable(NOWHERE)
    if len(found) > 1:
        raise Unreadable(SEVERAL, n=len(found), said=where[:20], one=found[0].name)
    return found[0], _rest(where, found[0])


def _rest(where: str, region: Region) -> str:
    """What stands behind the name of the region: communities."""
    said = plain(where)
    for word in (region.own, SUFFIXES.sub("", region.own)):
        _before, found, after = said.rpartition(word) if len(word) > 1 else ("", "", "")
        if found:
            return re.sub(r"^[,,、;;::]+|[,,、;;::]+$", "", after)
    return ""


def _level(said: str, otherwise: Level) -> Level:
    if not said:
        return otherwise
    low = said.lower()
    for word, level in LEVELS:
        if word in low:
            return level
    raise Unreadable(NO_LEVEL, said=said[:20])


def _cells(row: Sequence[Any], mapping: Mapping[int, str]) -> dict[str, str]:
    return {name: values.text(row[at]) for at, name in mapping.items() if at < len(row)}


def _layout(sheet: Sheet) -> Layout | None:
    return recognise_as(sheet, FIELDS, "region") or recognise_as(sheet, FIELDS, "city")
