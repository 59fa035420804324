"""The parts of a plan as forms, comparisons and pages walk through them: read off the types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from wanli.domains.plans.rules.parts import Part, Shown, Words

Kind = Literal[
    "words", "rows", "part", "lines", "tick", "whole", "decimal", "time", "choice", "colour",
    "key", "text",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One value of a part: how it is called, and of what kind it is."""

    name: str
    kind: Kind
    shown: Shown
    part: type[Part] | None = None
    """For words, parts and rows: the type of the value, or of each row."""
    most: int | None = None
    """Of rows."""

    @property
    def long(self) -> bool:
        """Whether its words take more than one line."""
        zh = self.part.model_fields["zh"] if self.kind == "words" and self.part else None
        return bool(zh and _shown(zh).widget == "area")


@cache
def slots(part: type[Part]) -> tuple[Slot, ...]:
    """The values of a part, in their order; what they rest on comes last."""
    found = [_slot(name, field) for name, field in part.model_fields.items()]
    return tuple(sorted(found, key=lambda slot: slot.name == "basis"))


def slot_of(part: type[Part], name: str) -> Slot | None:
    """One of them."""
    return next((slot for slot in slots(part) if slot.name == name), None)


def _slot(name: str, field: FieldInfo) -> Slot:
    shown = _shown(field)
    kind = field.annotation
    if get_origin(kind) is tuple:
        row = get_args(kind)[0]
        most = next((m.max_length for m in field.metadata if hasattr(m, "max_length")), None)
        return Slot(name, "lines" if shown.widget == "lines" else "rows", shown, row, most)
    if isinstance(kind, type) and issubclass(kind, Part):
        return Slot(name, "words" if issubclass(kind, Words) else "part", shown, kind)
    return Slot(name, _plain(kind, shown), shown)


def _plain(kind: Any, shown: Shown) -> Kind:
    if shown.choices or shown.refers:
        return "choice"
    if shown.widget == "colour":
        return "colour"
    if shown.widget == "key":
        return "key"
    simple: dict[Any, Kind] = {bool: "tick", int: "whole", Decimal: "decimal", time: "time"}
    inner = next((arg for arg in get_args(kind) if arg is not type(None)), kind)
    while get_origin(inner) is not None:
        inner = get_args(inner)[0]
    return simple.get(inner, "text")


def _shown(field: FieldInfo) -> Shown:
    return next((m for m in reversed(field.metadata) if isinstance(m, Shown)), Shown(""))
