"""Memory that is done with goes back to the machine."""

from __future__ import annotations

import ctypes
from contextlib import suppress

M_MMAP_THRESHOLD = -3
"""Of ``mallopt``, in glibc's malloc.h."""
LARGE = 1 << 20
"""Bytes."""


def give_back() -> None:
    """Have whatever is large returned as soon as it is freed.

    By itself glibc raises what it calls large with each piece that it frees, and keeps a heap for
    each thread: a process whose eight threads had each drawn a resident's photograph once held on
    to seven hundred megabytes. Where there is no glibc, nothing changes.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
