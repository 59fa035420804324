"""What a neighbour typed, made fit to be kept and shown."""

from __future__ import annotations

import re
import unicodedata

from wanli.reading.plain import one_line, tidy

__all__ = ["LEAST", "MOST", "NAME_MOST", "code_typed", "one_line", "tidy"]

LEAST, MOST = 2, 500
"""Characters of a remark."""
NAME_MOST = 30


def code_typed(said: str) -> str:
    """A private code as it was typed: in whatever case, with blanks and dashes."""
    return re.sub(r"[\s\-_.·]", "", unicodedata.normalize("NFKC", said)).lower()[:20]
