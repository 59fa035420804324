"""Read a QR code off a page of paper, as a phone does: drawn, then looked for in the picture."""

from __future__ import annotations

import pypdfium2
import zxingcpp

DOTS_AN_INCH = 150


def codes_on(pdf: bytes, page: int = 0) -> list[str]:
    """What the QR codes on a page of a PDF say."""
    drawn = pypdfium2.PdfDocument(pdf)[page].render(scale=DOTS_AN_INCH / 72)
    return [one.text for one in zxingcpp.read_barcodes(drawn.to_pil().convert("L"))]
