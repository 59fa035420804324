"""Yuan as people write them, and fen as they are kept. No fractions of a fen, no floats."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MOST_FEN = 10_000_000
"""100,000 yuan: more is a slip of the finger."""
_YUAN = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,2}))?")


class NoMoney(ValueError):
    """What was written is no sum of money."""


def read_yuan(said: str) -> int:
    """The sum in fen: ``12``, ``12.5``, ``12.50 元``, ``¥1,280``. Raises ``NoMoney``."""
    plain = unicodedata.normalize("NFKC", said).strip()
    plain = re.sub(r"^[¥¥]|(?:元|块|RMB|rmb)$", "", plain.replace(" ", ""))
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?", plain):
        plain = plain.replace(",", "")
    found = _YUAN.fullmatch(plain)
    if found is None:
        raise NoMoney(said)
    fen = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    if fen > MOST_FEN:
        raise NoMoney(said)
    return fen


def yuan(fen: int) -> str:
    """``1250`` as ``12.50``, with the sign before it."""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // 100}.{whole % 100:02}"


def balanced(sides: Iterable[int]) -> bool:
    """Whether the sides of a movement add up to nothing."""
    return sum(sides) == 0
