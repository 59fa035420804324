"""A shopping list as people write it: a thing a line, how much, a remark in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MOST_LINES = 40
EDGES = " ,.:;。、"
"""Said between things, and no part of them."""
MOST = Decimal(1000)
"""Of anything."""
_REMARK = re.compile(r"\(([^()]*)\)")
_AMOUNT = re.compile(r"[x×*]?\s*(\d{1,4}(?:\.\d{1,2})?)\s*([^\d\s.,;:]{0,6})$", re.I)
_CHINESE = {"半": "0.5", "一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5",
    "六": "6", "七": "7", "八": "8", "九": "9", "十": "10"}  # fmt: skip
_UNITS = (
    "斤|两|公斤|千克|克|盒|袋|包|瓶|桶|箱|个|只|条|块|把|支|罐|板|片|卷|提|份|根|颗|件|双|张|本"
)
_SPELT = re.compile(rf"([{''.join(_CHINESE)}])\s*({_UNITS})$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing on a list."""

    name: str
    quantity: Decimal = Decimal(1)
    unit: str = ""
    note: str = ""

    def __str__(self) -> str:
        """As it was written: what is typed again is read the same."""
        amount = f" {shown(self.quantity)}{self.unit}" if self.unit or self.quantity != 1 else ""
        return f"{self.name}{amount}{f'({self.note})' if self.note else ''}"


def shown(quantity: Decimal) -> str:
    """Without zeros that say nothing."""
    return f"{quantity.normalize():f}"


def read_list(said: str) -> list[Wanted]:
    """The things on a list, in its order. Empty lines and bullets say nothing."""
    found = (_read(line) for line in said.splitlines())
    return [one for one in found if one is not None]


def write_list(items: Iterable[Wanted]) -> str:
    """The reverse of ``read_list``."""
    return "\n".join(str(one) for one in items)


def _read(line: str) -> Wanted | None:
    plain = unicodedata.normalize("NFKC", line)
    plain = "".join(c for c in plain if c == " " or unicodedata.category(c)[0] not in "CZ")
    plain = re.sub(r"^\s*(?:[-*·•]|\d{1,2}[.、)](?!\d))\s*", "", plain).strip(EDGES)
    notes = [note.strip() for note in _REMARK.findall(plain) if note.strip()]
    plain = _REMARK.sub(" ", plain).strip(EDGES)
    name, quantity, unit = _amount(plain)
    if not name:
        return None
    return Wanted(name[:60], quantity, unit, " ".join(notes)[:80])


def _amount(plain: str) -> tuple[str, Decimal, str]:
    if (found := _AMOUNT.search(plain)) and plain[: found.start()].strip():
        quantity = Decimal(found[1])
        if 0 < quantity <= MOST:
            return plain[: found.start()].rstrip(EDGES), quantity, found[2]
    if (spelt := _SPELT.search(plain)) and plain[: spelt.start()].strip():
        return plain[: spelt.start()].rstrip(EDGES), Decimal(_CHINESE[spelt[1]]), spelt[2]
    return plain, Decimal(1), ""


def shelf_of(name: str, shelves: Sequence[tuple[str, Sequence[str]]]) -> str:
    """The key of the shelf whose longest word is in the name; none of them: empty."""
    best, length = "", 0
    for key, words in shelves:
        for word in words:
            if word and word in name and len(word) > length:
                best, length = key, len(word)
    return best
