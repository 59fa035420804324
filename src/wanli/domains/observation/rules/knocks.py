"""What somebody types to open a home's link: a birth date or the six digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MOST_WRONG = 5
"""After so many wrong ones since it was last opened a link is locked."""
MOST_DEVICES = 6
"""A family has fewer phones; a group chat has more."""
PIN_DIGITS = 6
LINGERS = 14
"""Days after a release for which the home's link still opens, to fetch the certificate."""


def understood(said: str) -> date | str | None:
    """The birth date or the digits that were typed; None for neither, which is no attempt.

    >>> understood("1953.2.14"), understood("1953年2月14日"), understood("19530214")
    (datetime.date(1953, 2, 14), datetime.date(1953, 2, 14), datetime.date(1953, 2, 14))
    >>> understood("123 456"), understood("5302"), understood("19530230")
    ('123456', None, None)
    """
    plain = unicodedata.normalize("NFKC", said[:40]).strip()
    joined = re.sub(r"\s", "", plain)
    if re.fullmatch(r"[0-9]{6}", joined):
        return joined
    found = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", joined) or re.fullmatch(
        r"([0-9]{4})[-./年\s]([0-9]{1,2})[-./月\s]([0-9]{1,2})日?", plain
    )
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
