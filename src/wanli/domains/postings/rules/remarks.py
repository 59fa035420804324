"""What a neighbour typed, made fit to be kept and shown."""

from __future__ import annotations

import re
import unicodedata

LEAST, MOST = 2, 500
"""Characters of a remark."""
NAME_MOST = 30


def tidy(said: str) -> str:
    """The text without what nobody can see: control characters, marks that turn the direction of
    what stands around them, more than one empty line, blanks at the ends."""
    said = unicodedata.normalize("NFC", said.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(
        letter for letter in said if letter == "\n" or unicodedata.category(letter) not in HIDDEN
    )
    return re.sub(r"\n{3,}", "\n\n", seen).strip()


HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def one_line(said: str) -> str:
    """``tidy``, in one line."""
    return " ".join(tidy(said).split())


def code_typed(said: str) -> str:
    """A private code as it was typed: in whatever case, with blanks and dashes."""
    return re.sub(r"[\s\-_.·]", "", unicodedata.normalize("NFKC", said)).lower()[:20]
