"""QR codes for paper and pages."""

from __future__ import annotations

import re

import segno

MASK = 4
"""Any mask can be read; to weigh all eight takes most of the time that a page needs."""
DARK = re.compile(b"\x01+")


def qr_of(address: str) -> str:
    """The code that leads to an address, as SVG: a line for each run of dark modules."""
    # Written here, for the library's own writer takes as long as all the rest.
    rows = segno.make(address, error="m", micro=False, mask=MASK).matrix
    runs = "".join(
        f"M{run.start()} {y}.5h{run.end() - run.start()}"
        for y, row in enumerate(rows)
        for run in DARK.finditer(bytes(row))
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}"'
        f' height="{size}"><path stroke="#000" d="{runs}"/></svg>'
    )
