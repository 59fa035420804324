"""What stands for a name under a notice: typed, drawn with a finger, or both."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_NAME = 40
MOST_DRAWN = 12_000
"""Characters of a drawing: a long name written slowly has some four thousand."""
DRAWN = re.compile(r"\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*(;\d{1,3},\d{1,3}( \d{1,3},\d{1,3})*)*")
WIDTH, HEIGHT = 600, 200


@dataclass(frozen=True, slots=True)
class Signature:
    """``drawn``: strokes parted by ``;``, each a row of points ``x,y`` on 600 by 200."""

    name: str
    drawn: str = ""

    @property
    def strokes(self) -> list[str]:
        """Each stroke's points, as SVG writes them; a dot is a short line."""
        return [one if " " in one else f"{one} {one}" for one in self.drawn.split(";") if one]


def understood(name: str, drawn: str) -> Signature | None:
    """The signature out of what was sent; None where nobody signed. A drawing that is none is
    left out: the pages of old phones may send anything."""
    name = " ".join(name.split())[:LONGEST_NAME]
    drawn = drawn.strip()
    if len(drawn) > MOST_DRAWN or not DRAWN.fullmatch(drawn):
        drawn = ""
    return Signature(name, drawn) if name or len(drawn) > 20 else None
