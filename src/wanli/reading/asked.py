"""A list that asks about people: which columns say who, which ask what, and in whose words.

A column that is all but empty is a question; what stands over it says which.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wanli.reading import layout, values, workbook
from wanli.reading.layout import FIELDS, Column, Layout
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

ASK = "ask:"
"""Before a fact, in a column that asks for it."""
FREE = "free"
"""What no fact is: somebody has to ask."""
WHO = ("name", "document", "phones", "birth_date", "sex", "address", "compound", "building",
    "stairwell", "room")  # fmt: skip
FACTS: dict[str, tuple[str, ...]] = {
    "result": (
        "核查结果", "核实结果", "排查结果", "反馈结果", "处理结果", "落实情况", "核查情况",
        "核实情况", "排查情况", "反馈情况", "是否查到", "是否找到", "result",
    ),
    "lives_here": (
        "是否在本社区", "是否在本小区", "是否居住", "是否在住", "是否在辖区", "是否本辖区",
        "是否在本辖区", "在不在", "居住状态", "是否实际居住", "是否在沪", "在住情况",
    ),
    "managed": (
        "是否在管", "在管情况", "管控状态", "是否管控", "是否已管控", "是否落实管控",
        "是否居家观察", "是否隔离", "在管", "是否纳管", "管控情况",
    ),
    "since": (
        "管控开始日期", "观察开始日期", "起始日期", "管控起始日期", "开始日期", "开始时间",
        "管控开始时间", "隔离开始时间", "观察起始日期",
    ),
    "until": (
        "管控结束日期", "解除日期", "解除时间", "截止日期", "预计解除日期", "期满日期",
        "结束日期", "管控截止日期", "观察期满日期",
    ),
    "arrived": (
        "抵沪日期", "抵沪时间", "到沪日期", "到沪时间", "返沪日期", "返沪时间", "来沪日期",
        "来沪时间", "到达日期", "到达时间", "入境日期", "arrival",
    ),
    "origin": (
        "来源地", "出发地", "从何处来", "来自何地", "旅居地", "旅居史", "来沪前所在地",
        "出发城市", "来自", "origin",
    ),
    "class": ("人员分类", "管控类别", "风险类别", "风险等级", "管控措施", "分类"),
    "temperature": ("体温", "最近体温", "当日体温", "今日体温", "temperature"),
    "test": ("核酸结果", "核酸检测结果", "检测结果", "核酸检测情况", "核酸检测", "test"),
    "reached": ("是否联系上", "是否接通", "联系情况", "是否已联系", "是否取得联系"),
    "contacted": (
        "最后联系时间", "最近联系日期", "联系时间", "最后联系日期", "核查日期", "核实日期",
        "核查时间", "核实时间", "排查时间",
    ),
    "unit": (
        "所属居委", "所属居委会", "居委会", "所属社区", "社区", "核查单位", "填报单位",
        "反馈单位", "所属居民区", "居民区", "所在社区",
    ),
}  # fmt: skip
"""What may be asked, by its headings; besides who somebody is, where that is asked."""
AS_FACT = {
    "name": "name", "document": "document", "phones": "phone", "birth_date": "birth_date",
    "sex": "sex", "address": "address", "compound": "address", "building": "address",
    "room": "address", "registered": "registered", "marks": "remark", "use": "lives_here",
}  # fmt: skip
"""An empty column of a roster asks for this."""
YES_NO = ("result", "lives_here", "managed", "reached")
DAYS = ("since", "until", "arrived", "contacted", "birth_date")
ASKABLE = (*FACTS, "name", "document", "phone", "birth_date", "sex", "address", "registered",
    "remark", FREE)  # fmt: skip
RESULT = "核查结果"
"""Over the column that is added where a list leaves none for the answer. Not translated."""
SPARSE, HALF = 0.1, 0.5
"""A column of which no more than this is filled asks; one whose heading is a question may be
filled for some."""
LEFT = ("序号", "编号", "年龄", "民族")


@dataclass(frozen=True, slots=True)
class Words:
    """How a sender says yes, no, and that there is nobody like that."""

    yes: str = "是"
    no: str = "否"
    none: str = "查无此人"

    def as_data(self) -> dict[str, str]:
        """Plain JSON."""
        return {"yes": self.yes, "no": self.no, "none": self.none}


def read(content: bytes, name: str) -> tuple[list[Sheet], list[Layout]]:
    """The sheets that are about people, with who and what each column is for.

    ``Unreadable`` when no sheet names people by name, number or phone.
    """
    sheets, layouts = [], []
    failed: Unreadable | None = None
    for sheet in workbook.read(content, name):
        try:
            found = _recognised(sheet)
        except Unreadable as wrong:
            failed = failed or wrong
            continue
        _tell_questions(sheet, found)
        if not any(column.field in ("name", "document", "phones") for column in found.columns):
            failed = failed or Unreadable(
                "“{sheet}”里姓名、证件号、电话都是空的,不知道问的是谁。", sheet=sheet.name
            )
            continue
        sheets.append(sheet)
        layouts.append(found)
    if not sheets:
        assert failed is not None
        raise failed
    return sheets, layouts


def _recognised(sheet: Sheet) -> Layout:
    try:
        return layout.recognise(sheet, FACTS)
    except Unreadable as wrong:
        # Lists of numbers only, as telephone companies send them.
        for needs in ("phones", "document"):
            if found := layout.recognise_as(sheet, {**FACTS, **FIELDS}, needs):
                return found
        raise wrong from None


def _tell_questions(sheet: Sheet, found: Layout) -> None:
    body = [row for row in sheet.rows[found.first_row :] if any(values.text(c) for c in row)]
    asks = False
    for column in found.columns:
        if column.heading == layout.ERROR:
            column.field = ""
            continue
        filled = sum(
            1 for row in body if column.index < len(row) and values.text(row[column.index])
        )
        if filled > (HALF if column.field in FACTS else SPARSE) * len(body):
            column.field = column.field if column.field in WHO else ""
            continue
        column.field = _question(column)
        asks = asks or bool(column.field)
    if not asks:
        width = max(len(row) for row in sheet.rows)
        found.columns.append(Column(width, RESULT, ASK + "result", ()))


def _question(column: Column) -> str:
    heading = values.text(column.heading)
    if not heading or heading.lower() in LEFT:
        return ""
    if heading in ("备注", "说明", "情况说明", "备注说明", "反馈"):
        return ASK + "remark"
    if column.field in FACTS:
        return ASK + column.field
    return ASK + AS_FACT.get(column.field, FREE)


def words_for(heading: str, fact: str) -> Words:
    """How a column like this is usually answered: 是否在管 是/否, 在管情况 在管/不在管."""
    said = values.text(heading)
    if fact == "result":
        return Words("在本辖区", "不在本辖区")
    if fact not in YES_NO or "是否" in said or "?" in said:
        return Words()
    if "在管" in said or "管控" in said:
        return Words("在管", "不在管")
    if fact == "reached":
        return Words("已联系上", "未联系上")
    if "在不在" in said or "居住" in said or "在住" in said:
        return Words("在", "不在")
    return Words()


NOBODY = ("查无", "无此人", "查不到", "未找到", "找不到", "不存在")
NOT = ("不", "未", "无", "没")


def words_among(choices: Sequence[str]) -> Words | None:
    """Which of a column's own words say yes, no and nobody; None where that cannot be told.

    >>> words_among(("已联系上", "未联系上", "查无此人"))
    Words(yes='已联系上', no='未联系上', none='查无此人')
    """
    nobody = [one for one in choices if any(word in one for word in NOBODY)]
    left = [one for one in choices if one not in nobody]
    pairs = [(yes, no) for no in left for yes in left if yes != no and yes in _opposites(no)]
    if not pairs and len(left) == 2:
        pairs = [(left[1 - n], left[n]) for n in (0, 1) if _denies(left[n])]
    if len(pairs) != 1 or len(nobody) > 1:
        return None
    yes, no = pairs[0]
    return Words(yes, no, nobody[0] if nobody else no)


def _denies(said: str) -> bool:
    return said == "否" or said.lower() == "no" or said.startswith(NOT)


def _opposites(no: str) -> tuple[str, ...]:
    """What is said where this is not so."""
    if no == "否":
        return ("是",)
    if no.lower() == "no":
        return ("yes", "Yes", "YES")
    rest = no[1:]
    return (rest, "已" + rest, "有" + rest) if no.startswith(NOT) and len(no) > 1 else ("有",)


def among(said: str, choices: Sequence[str]) -> str:
    """The one of a column's own words that means this; empty where none does, or several may.

    >>> among("阴性", ("阴性(-)", "阳性(+)"))
    '阴性(-)'
    """
    plain = _bare(said)
    if not plain:
        return ""
    same = [one for one in choices if _bare(one) == plain]
    alike = same or [one for one in choices if _bare(one) in plain or plain in _bare(one)]
    return alike[0] if len(alike) == 1 else ""


def _bare(said: str) -> str:
    return "".join(values.text(said).split()).lower()


def questions(found: Layout) -> dict[int, str]:
    """The fact that each asking column asks for, by its index."""
    return {
        column.index: column.field.removeprefix(ASK)
        for column in found.columns
        if column.field.startswith(ASK)
    }


def who(found: Layout) -> dict[int, str]:
    """The columns that say who somebody is."""
    return {column.index: column.field for column in found.columns if column.field in WHO}


def key_of(fact: str, heading: str) -> str:
    """Under what an answer is remembered: the fact, or the words of a question that is none."""
    return fact if fact != FREE else f"{FREE}:{''.join(values.text(heading).split())[:40]}"


def is_blank(cell: Any) -> bool:
    """Whether a cell waits for an answer: empty, or with a word that says so."""
    said = values.text(cell)
    return not said or said in BLANKS


BLANKS = frozenset({"待核实", "待核查", "待查", "待填", "待反馈", "请填写", "-", "—", "/", "未核"})


def as_given(columns: Mapping[int, str], found: Layout) -> None:
    """Take the columns of a layout for what somebody says that they are."""
    for column in found.columns:
        given = columns.get(column.index, column.field)
        column.field = given if is_field(given) else ""


def is_field(said: str) -> bool:
    """Whether a column can be this: who somebody is, or a question."""
    return said in WHO or (said.startswith(ASK) and said.removeprefix(ASK) in ASKABLE)
