"""How much a notice says of homes under observation, so that it points at nobody.

The form is the plan's; these rules only ever say less. They look at the house before they look at
who is observed in it: were a floor left out because of whom it concerns, leaving it out would
tell. So floors are named only where every floor has several homes, and a number only where the
stairwell has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Form = Literal["none", "count", "floor", "room"]
LEAST = 3
"""Homes among which one is not pointed at."""
ROOM = re.compile(r"(\d{1,2})\d\d\D{0,3}")


@dataclass(frozen=True, slots=True)
class Home:
    """A home where somebody lives."""

    room: str
    observed: bool = False

    @property
    def floor(self) -> int | None:
        """Out of the room number: 301 and 302A are on the third, 1203 on the twelfth."""
        found = ROOM.fullmatch(self.room.strip())
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Told:
    """What the notice says.

    ``how`` is ``none`` when the plan wants nothing said, ``few`` when there are too few homes to
    say a number, ``most`` when more than half are observed, ``count`` otherwise.
    """

    how: Literal["none", "few", "most", "count"]
    count: int = 0
    floors: tuple[tuple[int, int], ...] = ()
    """Floor and homes, from below."""
    rooms: tuple[str, ...] = ()


def told(form: Form, homes: Iterable[Home]) -> Told:
    """What may be said of the homes of one stairwell."""
    lived_in = list(homes)
    observed = [home for home in lived_in if home.observed]
    if form == "none":
        return Told("none")
    if form == "room":
        return Told("count", len(observed), rooms=tuple(sorted(home.room for home in observed)))
    if len(lived_in) < LEAST:
        return Told("few")
    if len(observed) * 2 > len(lived_in):
        return Told("most")
    floors = _floors(lived_in, observed) if form == "floor" else ()
    return Told("count", len(observed), floors)


def _floors(lived_in: list[Home], observed: list[Home]) -> tuple[tuple[int, int], ...]:
    on_each = Counter(home.floor for home in lived_in)
    if None in on_each or min(on_each.values()) < LEAST:
        return ()
    here = Counter(home.floor for home in observed)
    # A floor that is observed as a whole would name every home on it.
    if any(n * 2 > on_each[floor] for floor, n in here.items()):
        return ()
    return tuple(sorted((floor, n) for floor, n in here.items() if floor is not None))
