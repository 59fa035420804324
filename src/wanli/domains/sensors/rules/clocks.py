"""When something was, out of two clocks: the device's, which may be wrong, and ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SAME = timedelta(minutes=2)
"""Clocks this near to each other are right."""
LATE = timedelta(minutes=10)
"""What is told this long afterwards, without the device's time of sending, may as well be told in
time by a clock that is slow."""
OLDEST = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class When:
    """``at``: when it was. ``sure``: whether that can be relied on."""

    at: datetime
    sure: bool


def clock_off(sent: datetime | None, heard: datetime) -> timedelta:
    """By how much the device's clock is behind ours, when it told what time it sent at."""
    if sent is None or abs(heard - sent) <= SAME:
        return timedelta()
    return heard - sent


def when(told: datetime | None, sent: datetime | None, heard: datetime) -> When:
    """When an event was that the device dates ``told`` and that was ``heard`` now.

    With the time of sending a wrong clock is set right. Without it, what lies ahead of us cannot
    be, and what comes late may be a slow clock: such a time is kept and not relied upon.
    """
    if told is None:
        return When(heard, sure=True)
    if sent is not None:
        at = told + clock_off(sent, heard)
        if at > heard + SAME:
            return When(heard, sure=False)
        return When(min(at, heard), sure=True)
    if told > heard + SAME:
        return When(heard, sure=False)
    return When(min(told, heard), sure=heard - told <= LATE)
