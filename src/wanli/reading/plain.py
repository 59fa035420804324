"""Text as people typed it, made fit to be kept and shown."""

from __future__ import annotations

import re
import unicodedata

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def tidy(said: str) -> str:
    """The text without what nobody can see: control characters, marks that turn the direction of
    what stands around them, more than one empty line, blanks at the ends."""
    said = unicodedata.normalize("NFC", said.replace("\r\n", "\n").replace("\r", "\n"))
    seen = "".join(
        letter for letter in said if letter == "\n" or unicodedata.category(letter) not in HIDDEN
    )
    return re.sub(r"\n{3,}", "\n\n", seen).strip()


def one_line(said: str) -> str:
    """``tidy``, in one line."""
    return " ".join(tidy(said).split())
