"""A shopper's list: merged by shelf, and split again by home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Want:
    """One thing for one home."""

    id: Hashable
    home: Hashable
    shelf: str
    name: str
    quantity: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Pile:
    """The same thing for all homes of a round."""

    name: str
    unit: str
    quantity: Decimal
    """Of all of them together."""
    wants: tuple[Want, ...]


def by_shelf(wants: Iterable[Want], order: Sequence[str]) -> list[tuple[str, list[Pile]]]:
    """Shelves in ``order``, what stands on none of them last; on each its piles by name.

    Nothing is lost: the wants of all piles are those that were given, each once.
    """
    piles: defaultdict[tuple[str, str, str], list[Want]] = defaultdict(list)
    for want in wants:
        piles[want.shelf, want.name, want.unit].append(want)
    shelves: defaultdict[str, list[Pile]] = defaultdict(list)
    for (shelf, name, unit), found in piles.items():
        total = sum((want.quantity for want in found), Decimal(0))
        shelves[shelf].append(Pile(name, unit, total, tuple(found)))
    place = {shelf: number for number, shelf in enumerate(order)}
    ordered = sorted(shelves, key=lambda shelf: (place.get(shelf, len(place)), shelf))
    return [(shelf, sorted(shelves[shelf], key=lambda p: (p.name, p.unit))) for shelf in ordered]
