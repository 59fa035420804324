"""Forms drawn from the types of the plan: what is shown, what was typed, what is wrong with it.

A form's data is the same tree as the plan's, with every leaf as it is typed; a fault's place in
the plan is the name of the input at which it is said.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wanli.domains.plans.rules.faults import Fault, Where
from wanli.domains.plans.rules.parts import Part, write_lines
from wanli.domains.plans.rules.shape import Slot, slots
from wanli.domains.plans.rules.wording import Voice

Raw = dict[str, Any]
Choices = Mapping[tuple[str, ...], list[tuple[str, str]]]
"""For each list in the plan that something may refer to: key and name of what is in it."""
MOST_ROWS = 60
"""More than any list may hold, so that one too many is said and not lost."""


@dataclass
class Input:
    """One thing to type in."""

    name: str
    label: str
    kind: str
    value: Any
    unit: str = ""
    help: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return "id_" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """The ids of what stands beneath it."""
        help = f"{self.id}-help" if self.help else ""
        return f"{self.id}-error {help}".strip() if self.errors else help


@dataclass
class Row:
    """One row of a list: its inputs, which of them is hidden, and where it stands."""

    number: int
    key: Input
    inputs: list[Input]
    errors: list[str]
    first: bool
    last: bool


@dataclass
class Rows:
    """A list in a form."""

    name: str
    label: str
    rows: list[Row]
    errors: list[str]
    full: bool


@dataclass
class Form:
    """All inputs of one part."""

    inputs: list[Input]
    lists: list[Rows]
    below: list[Input]
    """Those after the list: on what the rule rests."""
    errors: list[str]


def new_key() -> str:
    """What a new thing is called in the records."""
    return "k" + secrets.token_hex(4)


def raw_of(part: Part) -> Raw:
    """A part as it stands in its form."""
    said: Raw = part.model_dump(mode="json")
    for slot in slots(type(part)):
        value = getattr(part, slot.name)
        if slot.kind == "rows":
            said[slot.name] = [raw_of(row) for row in value]
        elif slot.kind == "lines":
            said[slot.name] = write_lines(value)
        elif slot.kind == "time":
            said[slot.name] = value.strftime("%H:%M")
        elif value is None:
            said[slot.name] = ""
    return said


def blank(part: type[Part]) -> Raw:
    """An empty form."""
    return posted(part, {}) | ({"key": new_key()} if "key" in part.model_fields else {})


def posted(part: type[Part], data: Mapping[str, str], before: str = "") -> Raw:
    """What was typed; nothing is missing, whatever was sent."""
    said: Raw = {}
    for slot in slots(part):
        name = before + slot.name
        if slot.kind == "rows" and slot.part:
            said[slot.name] = [
                posted(slot.part, data, f"{name}.{number}.")
                for number in range(MOST_ROWS)
                if f"{name}.{number}.key" in data
            ]
        elif slot.kind == "words":
            said[slot.name] = {which: data.get(f"{name}.{which}", "") for which in ("zh", "en")}
        elif slot.kind == "tick":
            said[slot.name] = name in data
        else:
            said[slot.name] = data.get(name, "")
    return said


def rearranged(part: type[Part], raw: Raw, deed: str) -> Raw:
    """The form after a button on one of its lists: ``add``, ``up``, ``down`` or ``drop``, the
    list's name, and the row's number. Anything else changes nothing."""
    verb, name, number = (deed.split(":") + ["", ""])[:3]
    slot = next((s for s in slots(part) if s.name == name and s.kind == "rows"), None)
    if slot is None or slot.part is None:
        return raw
    rows = list(raw[name])
    if verb == "add":
        rows.append(blank(slot.part))
    else:
        moved(rows, verb, int(number) if number.isascii() and number.isdigit() else -1)
    return raw | {name: rows}


def moved(rows: list[Any], verb: str, at: int) -> None:
    """Move or drop the row at ``at`` in place, if it can be."""
    other = {"up": at - 1, "down": at + 1}.get(verb, at)
    if not (0 <= at < len(rows) and 0 <= other < len(rows)):
        return
    if verb == "drop":
        del rows[at]
    else:
        rows[at], rows[other] = rows[other], rows[at]


def form_of(
    part: type[Part], raw: Raw, voice: Voice, choices: Choices, faults: Iterable[Fault] = ()
) -> Form:
    """The form of a part with what was typed in it and every fault at its input."""
    drawing = _Drawing(voice, choices, {})
    for fault in faults:
        drawing.errors.setdefault(fault.where, []).append(voice.fault(fault))
    inputs = drawing.inputs(part, raw, ())
    lists = [
        drawing.rows(slot, raw.get(slot.name, []), (slot.name,))
        for slot in slots(part)
        if slot.kind == "rows"
    ]
    return Form(
        inputs=[one for one in inputs if not one.name.startswith("basis")],
        lists=lists,
        below=[one for one in inputs if one.name.startswith("basis")],
        errors=[said for rest in drawing.errors.values() for said in rest],
    )


@dataclass
class _Drawing:
    voice: Voice
    choices: Choices
    errors: dict[Where, list[str]]
    """Not said yet; each leaves when its input is drawn."""

    def inputs(self, part: type[Part], raw: Raw, where: Where) -> list[Input]:
        found: list[Input] = []
        for slot in slots(part):
            here = (*where, slot.name)
            if slot.kind == "words":
                found += self._words(slot, raw[slot.name], here)
            elif slot.kind != "rows":
                found.append(self._input(slot, raw[slot.name], here))
        return found

    def rows(self, slot: Slot, raws: list[Raw], where: Where) -> Rows:
        assert slot.part is not None
        rows = []
        for number, raw in enumerate(raws):
            here = (*where, number)
            inputs = self.inputs(slot.part, raw, here)
            rows.append(
                Row(
                    number,
                    next(one for one in inputs if one.kind == "key"),
                    [one for one in inputs if one.kind != "key"],
                    self._take(here) + self._take((*here, "key")),
                    number == 0,
                    number == len(raws) - 1,
                )
            )
        full = slot.most is not None and len(raws) >= slot.most
        return Rows(slot.name, self.voice.label(slot), rows, self._take(where), full)

    def _words(self, slot: Slot, raw: Raw, where: Where) -> list[Input]:
        label, kind = self.voice.label(slot), "area" if slot.long else "text"
        return [
            Input(
                _name((*where, which)),
                label if which == "zh" else _("{label}(英文)").format(label=label),
                kind,
                raw[which],
                help=self._help(slot) if which == "zh" else "",
                errors=self._take((*where, which)),
            )
            for which in ("zh", "en")
        ]

    def _input(self, slot: Slot, value: Any, where: Where) -> Input:
        return Input(
            _name(where),
            self.voice.label(slot),
            slot.kind,
            value,
            unit=self.voice.translate(slot.shown.unit) if slot.shown.unit else "",
            help=self._help(slot),
            choices=self._choices(slot),
            # What is wrong inside a value, such as one line of many, is said at the value.
            errors=self._take(where, inside=True) if slot.kind != "key" else [],
        )

    def _choices(self, slot: Slot) -> list[tuple[str, str]]:
        if slot.shown.refers:
            return [("", self.voice.translate("不规定")), *self.choices[slot.shown.refers]]
        return [(value, self.voice.translate(name)) for value, name in slot.shown.choices]

    def _help(self, slot: Slot) -> str:
        return self.voice.translate(slot.shown.help) if slot.shown.help else ""

    def _take(self, where: Where, *, inside: bool = False) -> list[str]:
        found = [
            one for one in self.errors if one == where or (inside and one[: len(where)] == where)
        ]
        return [said for one in found for said in self.errors.pop(one)]


def _name(where: Where) -> str:
    return ".".join(map(str, where))
