"""How heavy a request is, about: as the list says it, else as the plan says of its shelf or kind.

Nobody weighs cabbages before they are bought: it is for knowing how many homes a cart can hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

GRAMS = {
    "克": 1, "g": 1, "G": 1, "两": 50, "斤": 500, "市斤": 500, "公斤": 1000, "千克": 1000,
    "kg": 1000, "KG": 1000, "Kg": 1000, "升": 1000, "L": 1000, "l": 1000, "毫升": 1, "ml": 1,
    "mL": 1, "ML": 1,
}  # fmt: skip
"""Of one unit, where the unit says it; what is drunk weighs as water does."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing on a list."""

    shelf: str
    quantity: Decimal
    unit: str


def grams_of(
    things: Iterable[Thing], *, shelves: Mapping[str, int], otherwise: int, one: int
) -> int:
    """Of all of it. ``shelves``: grams of one piece by shelf, ``otherwise`` of what stands on none;
    ``one``: of a request without a list."""
    found = [
        int(thing.quantity * GRAMS.get(thing.unit.strip(), shelves.get(thing.shelf, otherwise)))
        for thing in things
    ]
    return sum(found) if found else one
