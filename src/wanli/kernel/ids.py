"""The one place that ids come from."""

from __future__ import annotations

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
    global _last
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    stamp = (milliseconds << 12) | (rest * 4096 // 1_000_000)
    with _lock:
        stamp = max(stamp, _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80
    value |= 0x7 << 76
    value |= (stamp & 0xFFF) << 64
    value |= 0b10 << 62
    value |= secrets.randbits(62)
    return UUID(int=value)


def new_label() -> str:
    """A short random name for a place, fit for an ``ltree`` path and a URL (41 bits)."""
    return "".join(secrets.choice(LABEL_ALPHABET) for _ in range(LABEL_LENGTH))
