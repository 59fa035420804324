"""Hold a roster against what is known: who is new, who changed, who cannot be entered and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from uuid import UUID

from wanli.domains.people.models import KeyMark, Person, Phone
from wanli.domains.people.queries import taken
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.models import Place
from wanli.ground.fields import below
from wanli.kernel.masking import mask_name
from wanli.reading import layout, roster, workbook
from wanli.reading.roster import Entry, Problem
from wanli.reading.values import Door, Unreadable

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
CONFLICT, DUPLICATE, REFUSED = "conflict", "duplicate", "refused"
KINDS = (NEW, CHANGED, UNCHANGED, CONFLICT, DUPLICATE, REFUSED)
LEFT_OUT = (CONFLICT, DUPLICATE, REFUSED)
"""These are not written; they come back as a workbook to be mended."""


@dataclass(slots=True)
class Known:
    """A person that is entered already."""

    id: UUID
    path: str
    name: str
    sex: str
    birth_date: date | None
    index: bytes | None
    phones: set[bytes] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Missing:
    """A door that does not stand yet, by numbers, in a compound that does."""

    compound: str
    """The compound's path."""
    building: int
    stairwell: int
    room: str


@dataclass(slots=True)
class Verdict:
    """What is to be done with one entry."""

    entry: Entry
    kind: str
    door: tuple[UUID, str] | Missing | None = None
    known: Known | None = None
    fields: tuple[str, ...] = ()
    """What would change."""
    problems: list[Problem] = field(default_factory=list)
    """What was wrong with the row, and what is wrong with it here."""

    def refuse(self, kind: str, message: str, **params: object) -> Verdict:
        """Leave the entry out, and say why."""
        self.kind = kind
        self.problems.append(Problem(None, message, params))
        return self

    @property
    def door_key(self) -> str:
        """The same for everybody behind one door, standing or not."""
        door = self.door
        if isinstance(door, Missing):
            return f"{door.compound}.{door.building:05}.{door.stairwell:03}.{door.room}"
        return door[1] if door else ""


@dataclass(slots=True)
class Doors:
    """Every door below a place, found by its numbers."""

    compounds: dict[str, str]
    """Path by name."""
    by_numbers: dict[tuple[str, int, int, str], tuple[UUID, str]]
    """(compound's path, building, stairwell, room)."""
    stairwells: dict[tuple[str, int], set[int]]
    places: dict[tuple[str, int, int], tuple[UUID, str]]
    """Stairwells that stand, by their numbers."""
    buildings: dict[tuple[str, int], tuple[UUID, str]]
    compound_ids: dict[str, UUID]
    named: dict[str, list[str]] = field(default_factory=dict)
    """Compounds by what rosters call them."""

    def find(self, said: Door, *, create: bool) -> tuple[UUID, str] | Missing:
        """The door, or with ``create`` what is missing of it; ``Unreadable`` says why not."""
        compounds = self._named(said.compound)
        numbers = {"n": said.building, "room": said.room}
        if len(compounds) == 1 and said.stairwell:
            door = self.by_numbers.get((compounds[0], said.building, said.stairwell, said.room))
            if door:
                return door
        found = {}
        for compound in compounds:
            stairwells = self.stairwells.get((compound, said.building), set())
            for stairwell in [said.stairwell] if said.stairwell else sorted(stairwells):
                door = self.by_numbers.get((compound, said.building, stairwell, said.room))
                if door:
                    found[compound, stairwell] = door
        if len(found) == 1:
            return next(iter(found.values()))
        if len({compound for compound, _stairwell in found}) > 1:
            raise Unreadable("几个小区都有 {n}号楼{room},请写明小区。", **numbers)
        if found:
            raise Unreadable("{n}号楼几个单元都有 {room},请写明单元。", **numbers)
        if create:
            return self._missing(said, compounds)
        if not any((compound, said.building) in self.buildings for compound in compounds):
            raise Unreadable(
                "没有 {n}号楼。请核对楼号,或在导入时选“缺的楼和房间一并建立”。", **numbers
            )
        raise Unreadable(
            "{n}号楼里没有 {room} 室。请核对,或在导入时选“缺的楼和房间一并建立”。", **numbers
        )

    def _named(self, said: str) -> list[str]:
        if not said:
            return list(self.compounds.values())
        if said not in self.named:
            self.named[said] = [p for name, p in self.compounds.items() if said.endswith(name)]
        named = self.named[said]
        if not named:
            raise Unreadable("没有叫“{name}”的小区。先建好小区,或改正名称。", name=said[:20])
        return named

    def _missing(self, said: Door, compounds: list[str]) -> Missing:
        if len(compounds) != 1:
            raise Unreadable(
                "要新建 {n}号楼{room},请写明在哪个小区。", n=said.building, room=said.room
            )
        stairwells = self.stairwells.get((compounds[0], said.building)) or {1}
        if said.stairwell is None and len(stairwells) > 1:
            raise Unreadable("{n}号楼有几个单元,请写明单元。", n=said.building)
        return Missing(compounds[0], said.building, said.stairwell or min(stairwells), said.room)


def read_file(
    content: bytes,
    name: str,
    remembered: Mapping[str, dict[str, str]],
    more: layout.Words | None = None,
) -> Reading:
    """Sheets with people, each with its layout; remembered headings keep their meaning. ``more``:
    what else a column may say.

    ``Unreadable`` when no sheet has a heading of persons.
    """
    sheets, layouts, failed = [], [], None
    for sheet in workbook.read(content, name):
        try:
            found = layout.recognise(sheet, more)
        except Unreadable as wrong:
            failed = failed or wrong
            continue
        known = remembered.get(found.fingerprint)
        if known:
            for column in found.columns:
                column.field = known.get(str(column.index), "")
        sheets.append(sheet)
        layouts.append(found)
    if not sheets:
        assert failed is not None
        raise failed
    return Reading(sheets, layouts)


def doors_below(path: str) -> Doors:
    """All doors below a place. Three queries."""
    found = Doors({}, {}, defaultdict(set), {}, {}, {})
    kinds = ("compound", "building", "stairwell")
    names: dict[str, str] = {}
    head = Place.objects.above(path).values_list("id", "label", "kind", "name", "path")
    inside = (
        Place.objects.standing()
        .filter(below([path]), kind__in=kinds)
        .values_list("id", "label", "kind", "name", "path")
    )
    for place_id, label, kind, name, place_path in {*head, *inside}:
        names[label] = name
        if kind == "compound":
            found.compounds[name] = place_path
            found.compound_ids[place_path] = place_id
    for place_id, _label, kind, name, place_path in inside:
        if kind == "building":
            compound = place_path.rpartition(".")[0]
            found.buildings[compound, _number(name)] = (place_id, place_path)
        elif kind == "stairwell":
            upper, building = place_path.rsplit(".", 2)[:2]
            numbers = (upper, _number(names.get(building, "")), _number(name))
            found.places[numbers] = (place_id, place_path)
            found.stairwells[numbers[:2]].add(numbers[2])
    doors = Place.objects.standing().filter(below([path]), kind="household")
    for place_id, room, place_path in doors.values_list("id", "name", "path").iterator(10_000):
        compound, building, stairwell, _label = place_path.rsplit(".", 3)
        key = (
            compound,
            _number(names.get(building, "")),
            _number(names.get(stairwell, "")),
            room,
        )
        found.by_numbers[key] = (place_id, place_path)
        found.stairwells[key[:2]].add(key[2])
    return found


@lru_cache(maxsize=10_000)
def _number(name: str) -> int:
    match = re.match(r"\D*(\d+)", name)
    return int(match[1]) if match else 0


def judge(
    reading: Reading, path: str, *, create: bool, doors: Doors | None = None
) -> Iterator[Verdict]:
    """A verdict on each entry, in order. Entries without a document are known by door and name."""
    return _Court(reading, path, doors or doors_below(path), create=create).verdicts()


class _Court:
    """What all entries of a roster are held against."""

    def __init__(self, reading: Reading, path: str, doors: Doors, *, create: bool) -> None:
        self.entries, self.doors, self.create = reading.entries, doors, create
        self.ring = keyring()
        self.indexes = reading.indexes
        self.hidden = taken(self.indexes.values())
        people = known_below(path)
        self.by_index = {known.index: known for known in people if known.index}
        self.by_door: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for known in people:
            self.by_door[known.path, known.name].append(known)
            self.by_name[known.name].append(known)
        self.first: dict[str, Entry] = {}
        self.seen: set[tuple[object, str]] = set()
        self.found: dict[Door, tuple[UUID, str] | Missing | Unreadable] = {}

    def verdicts(self) -> Iterator[Verdict]:
        return map(self.judge, self.entries)

    def judge(self, entry: Entry) -> Verdict:
        verdict = Verdict(entry, NEW, problems=[*entry.problems])
        number = entry.document.number if entry.document else ""
        if number:
            self._refuse_second(verdict, number)
        if entry.door and not verdict.problems:
            self._find_door(verdict)
        if verdict.problems or verdict.door is None:
            verdict.kind = REFUSED
            return verdict
        at = verdict.door[1] if isinstance(verdict.door, tuple) else ""
        if not number:
            key = (at or verdict.door, entry.name)
            if key in self.seen:
                return verdict.refuse(REFUSED, "这一户已有同名的人,请补证件号以便区分。")
            self.seen.add(key)
        index = self.indexes[number] if number else None
        known = self.by_index.get(index) if index else None
        if known is None and at and (at, entry.name) in self.by_door:
            same = self.by_door[at, entry.name]
            fitting = [k for k in same if not (index and k.index)]
            if index and not fitting:
                verdict.known = same[0]
                return verdict.refuse(
                    DUPLICATE, "这一户已有同名的人,证件号不同。请核对是不是同一个人。"
                )
            known = fitting[0] if len(fitting) == 1 else None
        if known:
            return self._held_against(verdict, known, at, index)
        if index in self.hidden:
            return verdict.refuse(CONFLICT, "这个证件号已在别处登记。请联系街道核对。")
        if entry.name in self.by_name:
            self._refuse_namesake(verdict, index)
        return verdict

    def _refuse_second(self, verdict: Verdict, number: str) -> None:
        entry, other = verdict.entry, self.first.setdefault(number, verdict.entry)
        if other is entry:
            return
        if other.name == entry.name:
            verdict.refuse(REFUSED, "和第 {row} 行是同一个人,重复了。", row=other.row + 1)
        else:
            verdict.refuse(
                REFUSED, "和第 {row} 行是同一个证件号,姓名却不同。请核对。", row=other.row + 1
            )

    def _find_door(self, verdict: Verdict) -> None:
        said = verdict.entry.door
        assert said is not None
        door = self.found.get(said)
        if door is None:
            try:
                door = self.doors.find(said, create=self.create)
            except Unreadable as wrong:
                door = wrong
            self.found[said] = door
        if isinstance(door, Unreadable):
            verdict.refuse(REFUSED, door.message, **door.params)
        else:
            verdict.door = door

    def _refuse_namesake(self, verdict: Verdict, index: bytes | None) -> None:
        """Leave out who has the name of somebody else and her birth date or phone, too."""
        entry = verdict.entry
        phones = self._phones(entry)
        for namesake in self.by_name[entry.name]:
            if index and namesake.index:
                continue
            if entry.birth_date and namesake.birth_date == entry.birth_date:
                said = "可能已经登记过(同名,出生日期相同),没有导入。不是同一个人的话,请补证件号。"
            elif phones & namesake.phones:
                said = "可能已经登记过(同名,电话相同),没有导入。不是同一个人的话,请补证件号。"
            else:
                continue
            verdict.known = namesake
            verdict.refuse(DUPLICATE, said)
            return

    def _held_against(
        self, verdict: Verdict, known: Known, at: str, index: bytes | None
    ) -> Verdict:
        entry, verdict.known = verdict.entry, known
        if known.name != entry.name:
            return verdict.refuse(
                CONFLICT,
                "这个证件号登记的是“{name}”,和表里的姓名不同。请核对。",
                name=mask_name(known.name),
            )
        changes = (
            ("address", known.path != at),
            ("sex", entry.sex and entry.sex != known.sex),
            ("birth_date", entry.birth_date and entry.birth_date != known.birth_date),
            ("document", index and not known.index),
            ("phones", self._phones(entry) - known.phones),
            ("marks", set(entry.marks) - known.marks),
        )
        verdict.fields = tuple(name for name, changed in changes if changed)
        verdict.kind = CHANGED if verdict.fields else UNCHANGED
        return verdict

    def _phones(self, entry: Entry) -> set[bytes]:
        return {self.ring.index(PHONE, number) for number in entry.phones}


def known_below(path: str) -> list[Known]:
    """Everybody who lives at or below a place, with all that she is known by. Three queries."""
    people = {
        row[0]: Known(*row[:5], index=bytes(row[5]) if row[5] else None)
        for row in Person.objects.filter(below([path]), merged_into=None, left_on=None)
        .values_list("id", "path", "name", "sex", "birth_date", "id_index")
        .iterator(10_000)
    }
    phones = Phone.objects.filter(below([path])).values_list("person_id", "index")
    for person_id, index in phones.iterator(10_000):
        if person_id in people:
            people[person_id].phones.add(bytes(index))
    marks = KeyMark.objects.filter(below([path]), until=None).values_list("person_id", "kind")
    for person_id, kind in marks.iterator(10_000):
        if person_id in people:
            people[person_id].marks.add(kind)
    return list(people.values())


@dataclass
class Reading:
    """A file as it was read: its sheets, what their columns are, and who stands in them."""

    sheets: list[workbook.Sheet]
    layouts: list[layout.Layout]

    @cached_property
    def entries(self) -> list[Entry]:
        """All persons of all sheets, under the columns as they are now."""
        pages = enumerate(zip(self.sheets, self.layouts, strict=True))
        return [
            entry
            for number, (sheet, found) in pages
            for entry in roster.entries(sheet, number, found, found.mapping())
        ]

    @cached_property
    def indexes(self) -> dict[str, bytes]:
        """Each document's number with its digest: worked out once, for preview and run."""
        ring = keyring()
        numbers = {entry.document.number for entry in self.entries if entry.document}
        return {number: ring.index(DOCUMENT, number) for number in numbers}
