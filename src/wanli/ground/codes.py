"""QR codes for paper and pages."""

from __future__ import annotations

from io import BytesIO

import segno

MASK = 4
"""Any mask can be read; to weigh all eight takes most of the time that a page needs."""


def qr_of(address: str) -> str:
    """The code that leads to an address, as SVG."""
    drawn = BytesIO()
    code = segno.make(address, error="m", micro=False, mask=MASK)
    code.save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()
