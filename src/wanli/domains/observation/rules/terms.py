"""When a term ends, and where somebody is in it.

Days are local calendar days. The day that a term is counted from does not count itself: 14 days
from a contact on February 1 end when February 15 ends (norms: home observation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Stage:
    """Part of a term: where, and for how many days."""

    where: str
    days: int


def last_day(since: date, days: int) -> date:
    """The day at whose end a term of so many days is over."""
    return since + timedelta(days=days)


def number_of_day(since: date, day: date) -> int:
    """Which day of the term this one is; 0 for the day that it is counted from."""
    return (day - since).days


def stage_on(stages: Sequence[Stage], since: date, day: date) -> Stage | None:
    """The stage that a day lies in; none before the first day and after the last."""
    left = number_of_day(since, day)
    if left < 1:
        return None
    for stage in stages:
        if left <= stage.days:
            return stage
        left -= stage.days
    return None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a new fact or rule makes of an end."""

    before: date
    after: date

    @property
    def days(self) -> int:
        """How many days later; negative when earlier."""
        return (self.after - self.before).days

    @property
    def shorter(self) -> bool:
        """Whether it takes something off the term, which nothing may do silently."""
        return self.after < self.before
