"""The one place that ids come from."""

from __future__ import annotations

import os
import secrets
import threading
import time
from uuid import UUID

LABEL_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
LABEL_LENGTH = 8

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A time-ordered UUID (RFC 9562, version 7), strictly increasing within one process.

    48 bits of Unix milliseconds, then a 12-bit counter seeded by the sub-millisecond
    fraction, then 62 random bits.
    """
    return uuid7s(1)[0]


def uuid7s(number: int) -> list[UUID]:
    """So many of them at once, in order; as unlike each other as if made one by one."""
    global _last
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    stamp = (milliseconds << 12) | (rest * 4096 // 1_000_000)
    with _lock:
        first = max(stamp, _last + 1)
        _last = first + number - 1
    chance = os.urandom(8 * number)
    return [
        UUID(
            int=((first + at) >> 12) << 80
            | 0x7 << 76
            | ((first + at) & 0xFFF) << 64
            | 0b10 << 62
            | int.from_bytes(chance[at * 8 : at * 8 + 8], "big") >> 2
        )
        for at in range(number)
    ]


def new_label() -> str:
    """A short random name for a place, fit for an ``ltree`` path and a URL (41 bits)."""
    number = secrets.randbelow(len(LABEL_ALPHABET) ** LABEL_LENGTH)
    letters = []
    for _ in range(LABEL_LENGTH):
        number, letter = divmod(number, len(LABEL_ALPHABET))
        letters.append(LABEL_ALPHABET[letter])
    return "".join(letters)
