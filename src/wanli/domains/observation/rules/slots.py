"""Which checks a day owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

AGAIN = "again-"
"""How the keys of the checks begin that an alarm asked for; no key of a plan has a hyphen."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A check of the plan: by what time of day it is to be in."""

    key: str
    by: time


def owed(slots: Sequence[Slot], day: date, zone: tzinfo) -> list[tuple[str, datetime]]:
    """Every check of a day with the moment by which it is due."""
    return [(slot.key, datetime.combine(day, slot.by, zone)) for slot in slots]


def still_owed(
    slots: Sequence[Slot], day: date, zone: tzinfo, now: datetime
) -> list[tuple[str, datetime]]:
    """Those of a day that has begun which can still be reported in time."""
    return [(key, due) for key, due in owed(slots, day, zone) if due > now]
