"""What explains an opening of a door, and which openings are one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when an opening is explained, and by what."""

    because: str
    since: datetime
    until: datetime
    said_by: datetime | None = None
    """When the home said so itself; None for what others recorded."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opening: when it was, and when it was known."""

    at: datetime
    known_at: datetime


FIRST = ("transport", "leave", "errand", "waste", "visit", "note", "hanging")
"""Of several that explain one, the one to name: what is recorded before what was only said."""


def explained(one: Opened, windows: Iterable[Window], wait: timedelta) -> str:
    """What explains an opening; empty for nothing.

    What the home says counts when it was said before, or within ``wait`` after it was known: later
    it is an answer to the question, for people to judge.
    """
    fitting = {
        window.because
        for window in windows
        if window.since <= one.at <= window.until
        and (window.said_by is None or window.said_by <= max(one.at, one.known_at) + wait)
    }
    return next((key for key in FIRST if key in fitting), "")


def together(openings: Sequence[datetime], within: timedelta) -> list[list[datetime]]:
    """Openings, grouped into occasions: each follows the one before within that time."""
    groups: list[list[datetime]] = []
    for at in sorted(openings):
        if groups and at - groups[-1][-1] <= within:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups
