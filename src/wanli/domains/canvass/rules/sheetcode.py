"""The number printed on a sheet or diary: nine digits, the last of which checks the others.

Damm's scheme: any single wrong digit and any two neighbours exchanged are noticed, so a typist
is told at once instead of finding another stairwell's sheet.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

DIGITS = 9
_QUASIGROUP = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def new_code() -> str:
    """A random code with a right check digit."""
    body = str(secrets.randbelow(9 * 10 ** (DIGITS - 2)) + 10 ** (DIGITS - 2))
    return body + str(_interim(body))


def read_code(said: str) -> str:
    """The code in what was typed or scanned (a bare number, in groups, or the sheet's address).

    Raises ``ValueError`` when there is none, or its check digit is wrong.
    """
    plain = unicodedata.normalize("NFKC", said).strip()
    address = re.search(r"/(?:sheets|diaries|papers)/(\d+)/?", plain)
    digits = address[1] if address else re.sub(r"[\s·\-.]", "", plain)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) or _interim(digits):
        raise ValueError(said)
    return digits


def spaced(code: str) -> str:
    """In groups of three, as printed."""
    return " ".join(code[start : start + 3] for start in range(0, DIGITS, 3))


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return interim
