"""How many homes will be under observation in the next days, from today's stock."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SPREAD = 1.64
"""Nine days in ten lie within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One day to come. ``least``: those who are observed now and will be still; ``low`` to
    ``high``: with those who begin meanwhile, if they come as they came lately."""

    day: date
    least: int
    low: int
    high: int


def forecast(
    last_days: Iterable[date], begun: Sequence[int], *, term_days: int, today: date, days: int
) -> list[Ahead]:
    """Of each of the next ``days`` days the band of homes under observation.

    ``last_days``: of each home observed now, the last day of whoever is released last. ``begun``:
    homes that began on each of the last days. Newcomers are taken to stay for ``term_days``, and
    to come independently of each other, so that their number spreads as its root.
    """
    ends = sorted(last_days)
    rate = sum(begun) / len(begun) if begun else 0.0
    found = []
    for ahead in range(1, days + 1):
        day = today + timedelta(days=ahead)
        still = sum(1 for end in ends if end >= day)
        new = rate * min(ahead, term_days)
        swing = SPREAD * math.sqrt(new)
        low, high = still + math.floor(max(0.0, new - swing)), still + math.ceil(new + swing)
        found.append(Ahead(day, still, low, high))
    return found
