"""Rows of a roster: who, behind which door; or what is wrong with which cell.

A roster says few different things many times, so it is read column by column: each different cell
is understood once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from wanli.kernel import clock
from wanli.reading import values
from wanli.reading.layout import Layout
from wanli.reading.values import Document, Door, Unreadable
from wanli.reading.workbook import Sheet

NONE: tuple[str, ...] = ()
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


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows that hold somebody, as columns; 同上 and households' empty cells filled in."""

    rows: list[int]
    cells: dict[int, list[Any]]
    by_field: dict[str, list[int]]

    def column(self, name: str) -> int | None:
        """The first column that says this."""
        return next(iter(self.by_field.get(name, ())), None)

    def of(self, name: str) -> list[Any]:
        """The cells of that column; empty ones if there is none."""
        column = self.column(name)
        return self.cells[column] if column is not None else [None] * len(self.rows)


def entries(
    sheet: Sheet, number: int, layout: Layout, mapping: Mapping[int, str]
) -> Iterator[Entry]:
    """The persons of a sheet, in order. Rows without any content, and headings repeated on
    later pages, are passed over."""
    table = _table(sheet, layout, mapping)
    faults: defaultdict[int, list[Problem]] = defaultdict(list)
    today = clock.today()

    def read(name: str, reader: Callable[[Any], Value], empty: Value) -> list[Value]:
        column = table.column(name)
        if column is None:
            return [empty] * len(table.rows)
        return _read(table.cells[column], column, reader, empty, faults)

    names = read("name", values.name, "")
    for at, name in enumerate(names):
        if not name and at not in faults:
            faults[at].append(Problem(table.column("name"), "没有姓名。"))
    documents = read("document", partial(values.document, today=today), None)
    sexes = read("sex", values.sex, "")
    births = read("birth_date", partial(values.day, today=today), None)
    phones = [
        _read(table.cells[column], column, values.phones, NONE, faults)
        for column in table.by_field.get("phones", ())
    ]
    uses = read("use", values.home_use, "")
    marks = read("marks", values.marks, NONE)
    outside = read("registered", _outside, "")
    doors = _doors(table, faults)
    numbers = _once(phones) if len(phones) != 1 else phones[0]
    for at, row in enumerate(table.rows):
        document, sex, born = documents[at], sexes[at], births[at]
        if document is not None:
            sex, born = document.sex or sex, document.birth_date or born
        yield Entry(
            number, row, names[at], sex, born, document, numbers[at] if numbers else (),
            doors[at], outside[at], uses[at], marks[at], faults.get(at, []),
        )  # fmt: skip


def _table(sheet: Sheet, layout: Layout, mapping: Mapping[int, str]) -> _Table:
    by_field: dict[str, list[int]] = {}
    for index, name in mapping.items():
        by_field.setdefault(name, []).append(index)
    inherited = [i for name in INHERITED for i in by_field.get(name, ())]
    own = [i for i in mapping if i not in inherited]
    headings = {column.index: column.heading for column in layout.columns}
    width = max(mapping, default=-1) + 1
    rows = []
    for index in range(layout.first_row, len(sheet.rows)):
        cells = sheet.rows[index]
        if len(cells) < width:
            cells.extend([None] * (width - len(cells)))
        if not any(cells[i] and values.text(cells[i]) for i in own):
            continue
        if cells[own[0]] == headings.get(own[0]) and all(
            values.text(cells[i]) == headings.get(i) for i in mapping
        ):
            continue
        rows.append(index)
    table = _Table(rows, {i: [sheet.rows[row][i] for row in rows] for i in mapping}, by_field)
    _fill(table, inherited)
    return table


def _fill(table: _Table, inherited: Sequence[int]) -> None:
    """Put what stands above into cells that only point at it, from the top down."""
    pointing: defaultdict[int, list[int]] = defaultdict(list)
    for column, cells in table.cells.items():
        dittos = {cell for cell in set(cells) if values.is_ditto(cell)}
        if dittos:
            for at, cell in enumerate(cells):
                if cell in dittos:
                    pointing[at].append(column)
    blanks = [
        {cell for cell in set(table.cells[column]) if not values.text(cell)} for column in inherited
    ]
    doorless: set[int] = set()
    if inherited and all(blanks):
        columns = zip(*(table.cells[column] for column in inherited), strict=True)
        for at, said in enumerate(columns):
            if all(cell in blank for cell, blank in zip(said, blanks, strict=True)):
                doorless.add(at)
    for at in sorted(pointing.keys() | doorless):
        # Nothing at all about the door: the household goes on.
        for column in {*pointing.get(at, ()), *(inherited if at in doorless else ())}:
            table.cells[column][at] = table.cells[column][at - 1] if at else None


def _read(
    cells: Sequence[Any],
    column: int,
    reader: Callable[[Any], Value],
    empty: Value,
    faults: defaultdict[int, list[Problem]],
) -> list[Value]:
    """What each cell means, each different one understood once."""
    understood: dict[Any, Value] = {}
    wrong: dict[Any, Unreadable] = {}
    found = []
    for at, cell in enumerate(cells):
        # 1, 1.0 and True are one key to a dictionary and three things in a cell.
        key = cell if type(cell) is str else (type(cell), cell)
        if key not in understood:
            understood[key] = empty
            try:
                understood[key] = reader(cell)
            except Unreadable as error:
                wrong[key] = error
        if wrong and key in wrong:
            faults[at].append(Problem(column, wrong[key].message, wrong[key].params))
        found.append(understood[key])
    return found


def _once(columns: Sequence[list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    """The numbers of several columns together, each once."""
    return [
        tuple(dict.fromkeys(number for cell in cells for number in cell))
        for cells in zip(*columns, strict=True)
    ]


def _doors(table: _Table, faults: defaultdict[int, list[Problem]]) -> list[Door | None]:
    parts = ("address", "compound", "building", "stairwell", "room")
    understood: dict[Any, tuple[Door | None, Problem | None]] = {}
    found = []
    for at, cells in enumerate(zip(*(table.of(name) for name in parts), strict=True)):
        if cells not in understood:
            try:
                understood[cells] = _door(table, *cells)
            except _AtColumn as wrong:
                understood[cells] = (
                    None,
                    Problem(wrong.column, wrong.cause.message, wrong.cause.params),
                )
        door, problem = understood[cells]
        if problem:
            faults[at].append(problem)
        found.append(door)
    return found


class _AtColumn(Exception):
    """A cell of an address that cannot be read, and where it stands."""

    def __init__(self, column: int | None, cause: Unreadable) -> None:
        super().__init__(column)
        self.column = column
        self.cause = cause


def _door(
    table: _Table, address: Any, compound: Any, building: Any, stairwell: Any, room: Any
) -> tuple[Door | None, Problem | None]:
    """From one column with everything, or from building, stairwell and room apart."""

    def read(name: str, reader: Callable[[Any], Value], cell: Any) -> Value:
        try:
            return reader(cell)
        except Unreadable as wrong:
            raise _AtColumn(table.column(name), wrong) from None

    within = values.text(compound)
    whole = table.column("address")
    missing = whole
    if table.column("building") is not None and table.column("room") is not None:
        house = read("building", values.number, building)
        stairs = read("stairwell", values.number, stairwell)
        flat = read("room", values.room, room)
        if house is not None and flat:
            return Door(house, flat, stairs, compound=within), None
        missing = table.column("building" if house is None else "room")
    elif whole is not None or table.column("room") is not None:
        name, cell = ("address", address) if whole is not None else ("room", room)
        found = read(name, values.door, cell)
        if found:
            return replace(found, compound=within or found.compound), None
        missing = table.column(name)
    return None, Problem(missing, "没有写住在哪一户。")


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
