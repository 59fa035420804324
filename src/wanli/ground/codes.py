"""QR codes for paper and pages."""

from __future__ import annotations

import re
from functools import lru_cache

import segno

MASK = 4
"""Any mask can be read; to weigh all eight takes most of the time that a page needs."""
DARK = re.compile("1+")


def qr_of(address: str) -> str:
    """The code that leads to an address, as SVG: a line for each run of dark modules."""
    return _drawn(*_modules(address.encode()))


class AlikeCodes:
    """``qr_of`` for many addresses that differ in a few letters: a tenth of the time for each.

    Whatever they say, two codes of one length differ in the same modules when their texts differ
    in the same bits: a code's checking digits are sums of its bits, its places and its mask are
    given. So the code of one address, and what each bit changes in it, give those of all others.
    """

    def __init__(self) -> None:
        self.known: dict[int, tuple[bytes, int, int]] = {}
        """By length: a text, its modules, how many to a side."""

    def qr_of(self, address: str) -> str:
        """As the function of this name."""
        text = address.encode()
        if len(text) not in self.known:
            self.known[len(text)] = (text, *_modules(text))
        other, modules, side = self.known[len(text)]
        for at, (one, another) in enumerate(zip(text, other, strict=True)):
            changed = one ^ another
            while changed:
                bit = changed & -changed
                modules ^= _changes(len(text), at, bit)
                changed ^= bit
        return _drawn(modules, side)


@lru_cache(maxsize=4096)
def _changes(length: int, at: int, bit: int) -> int:
    """The modules that change when this bit of the byte at this place does."""
    blank = bytes(length)
    return _modules(blank)[0] ^ _modules(blank[:at] + bytes([bit]) + blank[at + 1 :])[0]


def _modules(text: bytes) -> tuple[int, int]:
    """The dark modules row by row, as the bits of a number; how many to a side."""
    rows = segno.make(text, error="m", micro=False, mask=MASK, mode="byte").matrix
    return int("".join(map(str, b"".join(rows))), 2), len(rows)


def _drawn(modules: int, side: int) -> str:
    # Written here, for the library's own writer takes as long as all the rest.
    bits = f"{modules:0{side * side}b}"
    runs = "".join(
        f"M{run.start()} {y}.5h{run.end() - run.start()}"
        for y in range(side)
        for run in DARK.finditer(bits[y * side : (y + 1) * side])
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}"'
        f' height="{side}"><path stroke="#000" d="{runs}"/></svg>'
    )
