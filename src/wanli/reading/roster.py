"""Rows of a roster: who, behind which door; or what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from wanli.reading import values
from wanli.reading.layout import Layout
from wanli.reading.values import Document, Door, Unreadable
from wanli.reading.workbook import Sheet

Value = TypeVar("Value")
HERE = frozenset(
    {"户籍", "常住", "-", "本", "本处", "本地", "本户", "本街道", "本小区", "在册", "一致",
     "人户一致", "户在人在", "同上", "同住址", "同现住址", "是"}
)  # fmt: skip
INHERITED = ("address", "compound", "building", "stairwell", "room", "use")
"""A household's cells, written once over its members or said with 同上."""


@dataclass(slots=True)
class Problem:
    """What is wrong with a cell: a message id and its parameters."""

    column: int | None
    message: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One person of a roster, as far as the row could be read."""

    sheet: int
    row: int
    """Index in the sheet."""
    name: str = ""
    sex: str = ""
    birth_date: date | None = None
    document: Document | None = None
    phones: tuple[str, ...] = ()
    door: Door | None = None
    registered_outside: str = ""
    use: str = ""
    marks: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, message: str, column: int | None = None, **params: object) -> None:
        """Add something that is wrong with the row."""
        self.problems.append(Problem(column, message, params))


def entries(
    sheet: Sheet, number: int, layout: Layout, mapping: Mapping[int, str]
) -> Iterator[Entry]:
    """The persons of a sheet, in order. Rows without any content, and headings repeated on
    later pages, are passed over."""
    by_field: dict[str, list[int]] = {}
    for index, name in mapping.items():
        by_field.setdefault(name, []).append(index)
    above: dict[int, Any] = {}
    inherited = [i for name in INHERITED for i in by_field.get(name, ())]
    headings = {column.index: column.heading for column in layout.columns}
    blank_address_means_above = bool(inherited)
    for index in range(layout.first_row, len(sheet.rows)):
        cells = sheet.rows[index]
        said = {i: cells[i] for i in mapping if i < len(cells)}
        if not any(values.text(cell) for i, cell in said.items() if i not in inherited):
            continue
        if all(values.text(cell) == headings.get(i) for i, cell in said.items()):
            continue
        for i, cell in said.items():
            if values.is_ditto(cell):
                said[i] = above.get(i)
        if blank_address_means_above and not any(values.text(said.get(i)) for i in inherited):
            # Nothing at all about the door: the household goes on.
            said |= {i: above.get(i) for i in inherited}
        above = said
        yield _entry(said, by_field, number, index)


def _entry(said: dict[int, Any], by_field: dict[str, list[int]], number: int, index: int) -> Entry:
    entry = Entry(number, index)

    def cell(name: str) -> tuple[int | None, Any]:
        columns = by_field.get(name, [])
        return (columns[0], said.get(columns[0])) if columns else (None, None)

    def read(name: str, reader: Callable[[Any], Value], empty: Value) -> Value:
        column, value = cell(name)
        if column is None:
            return empty
        try:
            return reader(value)
        except Unreadable as wrong:
            entry.refuse(wrong.message, column, **wrong.params)
            return empty

    entry.name = read("name", values.name, "")
    if not entry.name and not entry.problems:
        entry.refuse("没有姓名。", cell("name")[0])
    entry.document = read("document", values.document, None)
    entry.sex = read("sex", values.sex, "")
    entry.birth_date = read("birth_date", values.day, None)
    if entry.document:
        entry.sex = entry.document.sex or entry.sex
        entry.birth_date = entry.document.birth_date or entry.birth_date
    for column in by_field.get("phones", []):
        try:
            entry.phones += tuple(
                n for n in values.phones(said.get(column)) if n not in entry.phones
            )
        except Unreadable as wrong:
            entry.refuse(wrong.message, column, **wrong.params)
    entry.use = values.home_use(cell("use")[1])
    entry.marks = values.marks(cell("marks")[1])
    entry.registered_outside = _outside(cell("registered")[1])
    entry.door = _door(entry, cell)
    return entry


def _door(entry: Entry, cell: Callable[[str], tuple[int | None, Any]]) -> Door | None:
    """From one column with everything, or from building, stairwell and room apart."""
    column, address = cell("address")
    compound = values.text(cell("compound")[1])
    try:
        if cell("building")[0] is not None and cell("room")[0] is not None:
            column, value = cell("building")
            building = values.number(value)
            column, value = cell("stairwell")
            stairwell = values.number(value) if column is not None else None
            column, value = cell("room")
            room = values.room(value)
            if building is not None and room:
                return Door(building, room, stairwell, compound=compound)
            column = cell("building")[0] if building is None else column
        elif column is not None:
            found = values.door(address)
            if found:
                return replace(found, compound=compound or found.compound)
        elif cell("room")[0] is not None:
            column, value = cell("room")
            found = values.door(value)
            if found:
                return replace(found, compound=compound or found.compound)
    except Unreadable as wrong:
        entry.refuse(wrong.message, column, **wrong.params)
        return None
    entry.refuse("没有写住在哪一户。", column)
    return None


def _outside(value: Any) -> str:
    """Where somebody is registered when not here; empty for here or unsaid."""
    said = values.text(value)
    if not said or said in HERE:
        return ""
    try:
        if values.door(said):
            return ""
    except Unreadable:
        pass
    return said[:120]
