"""Whether somebody may be released, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Lack = Literal[
    "term", "last_check", "missed", "alarm", "agreement", "suspended", "episode", "signature"
]
BLOCKING: frozenset[Lack] = frozenset({"term", "alarm", "agreement", "suspended", "episode"})
"""Nobody is released over these; the others are shown and may be answered for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case on a day."""

    last_day: date
    suspended: bool
    told: Sequence[date]
    """The days on which something was reported."""
    missed: int
    """Checks that nobody reported, in the whole term."""
    alarm_on: date | None
    """The last day with a fever or a red flag."""
    agreed: bool
    """Whether a second person agreed, or none is asked for."""
    episode: bool = False
    """Whether an alarm still waits for its outcome."""
    signed: bool = True
    """Whether the home signed its notice, on a screen or on paper."""


ALARM_DAYS = 3
"""An alarm this recent stands in the way."""


def lacks(facts: Facts, day: date) -> list[Lack]:
    """What is missing for a release when ``day`` begins."""
    found: list[Lack] = []
    if facts.suspended:
        found.append("suspended")
    if facts.last_day >= day:
        found.append("term")
    if facts.last_day not in facts.told:
        found.append("last_check")
    if facts.missed:
        found.append("missed")
    if not facts.signed:
        found.append("signature")
    if facts.episode:
        found.append("episode")
    if facts.alarm_on and (day - facts.alarm_on).days <= ALARM_DAYS:
        found.append("alarm")
    if not facts.agreed:
        found.append("agreement")
    return found
