"""How days and checks lie on the rows of a paper diary, and what its letters mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROWS = 15
"""On one side of a sheet, so that an old hand has room: two weeks are one sheet, both sides."""
MOODS = ("calm", "worried", "low")
"""By the figures 1, 2, 3."""
LONGEST = timedelta(days=59)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a check of a day."""

    number: int
    day: date
    slot: str


def rows(first: date, last: date, slots: Sequence[str]) -> list[Row]:
    """All rows of a diary from the first to the last day, numbered from 1."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    pairs = [(day, slot) for day in days for slot in slots]
    return [Row(number, day, slot) for number, (day, slot) in enumerate(pairs, 1)]


def symptoms_of(typed: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The symptoms behind letters as they were typed, in any order, case and width.

    ``ValueError`` with the first letter that the diary does not have.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    known = dict(zip(LETTERS, keys, strict=False))
    found = set()
    for letter in plain:
        if letter in " ,.、,;":
            continue
        if letter not in known:
            raise ValueError(letter)
        found.add(known[letter])
    return tuple(key for key in keys if key in found)


def mood_of(typed: str) -> str:
    """The mood behind a figure; nothing for nothing. ``ValueError`` for what is no mood."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return ""
    if plain not in ("1", "2", "3"):
        raise ValueError(typed)
    return MOODS[int(plain) - 1]
