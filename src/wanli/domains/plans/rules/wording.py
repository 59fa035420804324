"""A plan in words: what it says, and how it differs from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.faults import Fault
from wanli.domains.plans.rules.parts import Part, Phrase, Words, noop
from wanli.domains.plans.rules.shape import Slot, slots

YES, NO, NONE = noop("是"), noop("否"), noop("不规定")


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to one reader: translates message ids, and knows which words of the plan to take."""

    translate: Callable[[str], str]
    language: str

    def label(self, slot: Slot) -> str:
        """How a value is called."""
        return self.translate(slot.shown.label) if slot.shown.label else slot.name

    def value(self, slot: Slot, value: Any, plan: Plan) -> str:
        """A value with its unit; things it refers to by their names in ``plan``."""
        if value is None or value == "" or value == ():
            return self.translate(NONE) if not slot.shown.choices else self._choice(slot, value)
        if isinstance(value, Words):
            return value.said(self.language)
        if slot.kind == "lines":
            return " / ".join(choice.said(self.language) for choice in value)
        if slot.kind == "rows":
            return self.joined(self.name(row, plan) for row in value)
        if slot.kind == "tick":
            return self.translate(YES if value else NO)
        if slot.kind == "choice":
            known = slot.shown.choices
            return self._choice(slot, value) if known else self._referred(slot, value, plan)
        if slot.kind == "time":
            return str(value.strftime("%H:%M"))
        unit = self.translate(slot.shown.unit) if slot.shown.unit else ""
        return f"{value} {unit}".strip()

    def name(self, row: Part, plan: Plan) -> str:
        """How a row is called: by its name, its question, or all that it says."""
        called = getattr(row, "name", None) or getattr(row, "text", None)
        if isinstance(called, Words):
            return called.said(self.language)
        return " ".join(self.value(slot, value, plan) for slot, value in _said(row))

    def fault(self, fault: Fault) -> str:
        """What is wrong, in a sentence."""
        params = {name: self._param(value) for name, value in fault.params.items()}
        return self.translate(fault.message).format(**params)

    def phrase(self, phrase: Phrase) -> str:
        """Several values, one after another."""
        colon = ": " if self.language.startswith("en") else ":"
        return self.joined(
            f"{self.translate(what)}{colon}{self.translate(how).format(n=n)}"
            for what, how, n in phrase.said
        )

    def _param(self, value: object) -> object:
        if isinstance(value, Words):
            return value.said(self.language)
        return self.phrase(value) if isinstance(value, Phrase) else value

    def joined(self, words: Iterable[str]) -> str:
        """One after another."""
        return (", " if self.language.startswith("en") else "、").join(words)

    def _choice(self, slot: Slot, value: Any) -> str:
        return self.translate(dict(slot.shown.choices).get(value or "", str(value)))

    def _referred(self, slot: Slot, key: str, plan: Plan) -> str:
        listed: Any = plan
        for step in slot.shown.refers:
            listed = getattr(listed, step)
        found = next((row for row in listed if row.key == key), None)
        return self.name(found, plan) if found else key


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same."""

    trail: tuple[str, ...]
    """Where, from the section down."""
    kind: Literal["changed", "added", "removed", "moved"]
    before: str = ""
    after: str = ""


def differences(before: Plan, after: Plan, voice: Voice) -> list[Difference]:
    """What changes from one plan to another, field by field, in the order of the plan."""
    return list(_Comparison(before, after, voice).of_parts(before, after, ()))


@dataclass(frozen=True, slots=True)
class _Comparison:
    old: Plan
    new: Plan
    voice: Voice

    def of_parts(self, before: Part, after: Part, trail: tuple[str, ...]) -> Iterator[Difference]:
        for slot in slots(type(after)):
            one, other = getattr(before, slot.name), getattr(after, slot.name)
            if one == other or slot.kind == "key":
                continue
            here = (*trail, self.voice.label(slot))
            if slot.kind == "part":
                yield from self.of_parts(one, other, here)
            elif slot.kind == "rows":
                yield from self._of_rows(one, other, here)
            else:
                yield Difference(here, "changed", *self._both(slot, one, other))

    def _both(self, slot: Slot, one: Any, other: Any) -> tuple[str, str]:
        said = self.voice.value(slot, one, self.old), self.voice.value(slot, other, self.new)
        if said[0] == said[1] and isinstance(one, Words):
            # Only the words that this reader does not read have changed.
            return f"{one.zh} | {one.en}", f"{other.zh} | {other.en}"
        return said

    def _of_rows(
        self, before: tuple[Any, ...], after: tuple[Any, ...], trail: tuple[str, ...]
    ) -> Iterator[Difference]:
        had, has = {row.key: row for row in before}, {row.key: row for row in after}
        for key in had:
            if key not in has:
                yield Difference(trail, "removed", self._summary(had[key], self.old))
        for key, row in has.items():
            if key not in had:
                yield Difference(trail, "added", "", self._summary(row, self.new))
            elif row != had[key]:
                here = (*trail, self.voice.name(had[key], self.old))
                yield from self.of_parts(had[key], row, here)
        stayed = [key for key in had if key in has], [key for key in has if key in had]
        if stayed[0] != stayed[1]:
            order = (
                self.voice.joined(self.voice.name(rows[k], plan) for k in keys)
                for rows, keys, plan in ((had, stayed[0], self.old), (has, stayed[1], self.new))
            )
            yield Difference(trail, "moved", *order)

    def _summary(self, row: Part, plan: Plan) -> str:
        name = self.voice.name(row, plan)
        rest = [
            f"{self.voice.label(slot)}: {self.voice.value(slot, value, plan)}"
            for slot, value in _said(row)
            if slot.name not in ("name", "text") and value not in (None, "", (), False)
        ]
        return f"{name} ({'; '.join(rest)})" if rest and name else name


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list."""

    name: str
    rest: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule as a page shows it."""

    name: str
    key: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Line, ...]], ...]
    """For each list in it, what it is called."""
    basis: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section as a page shows it."""

    key: str
    label: str
    entries: tuple[Entry, ...]


def outline(plan: Plan, voice: Voice) -> list[Section]:
    """All that a plan says, section by section."""
    found = []
    for slot in slots(Plan):
        value = getattr(plan, slot.name)
        parts = value if slot.kind == "rows" else (value,)
        entries = tuple(_entry(part, plan, voice) for part in parts)
        found.append(Section(slot.name, voice.label(slot), entries))
    return found


def _entry(part: Part, plan: Plan, voice: Voice) -> Entry:
    facts, rows = [], []
    for slot, value in _said(part):
        if slot.kind == "rows":
            rows.append((voice.label(slot), tuple(_line(row, plan, voice) for row in value)))
        elif slot.name not in ("basis", "name"):
            facts.append((voice.label(slot), voice.value(slot, value, plan)))
    basis = getattr(part, "basis", None)
    return Entry(
        name=voice.name(part, plan) if hasattr(part, "name") else "",
        key=getattr(part, "key", ""),
        facts=tuple(facts),
        rows=tuple(rows),
        basis=basis.said(voice.language) if basis else "",
    )


def _line(row: Part, plan: Plan, voice: Voice) -> Line:
    called = hasattr(row, "name") or hasattr(row, "text")
    rest = []
    for slot, value in _said(row):
        if slot.name in ("name", "text", "colour") or value in (None, "", (), False):
            continue
        said = voice.label(slot) if value is True else voice.value(slot, value, plan)
        rest.append(
            f"{voice.label(slot)} {said}" if called and slot.kind in ("whole", "time") else said
        )
    name = voice.name(row, plan) if called else ""
    return Line(name, " · ".join(rest), getattr(row, "colour", ""))


def _said(part: Part) -> Iterator[tuple[Slot, Any]]:
    return ((slot, getattr(part, slot.name)) for slot in slots(type(part)) if slot.kind != "key")
