"""One thing that somebody's posts owe today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Urgency = Literal["now", "due", "done"]


@dataclass(frozen=True, slots=True)
class Action:
    """A button on the row: what it says and where it leads."""

    label: str
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A row of Today: a sentence, what stands beneath it, and the doing."""

    seal: str
    """The one-character seal of the area of work."""
    urgency: Urgency
    title: str
    detail: str = ""
    actions: tuple[Action, ...] = ()
    since: datetime | None = None
    """Since when it has been waiting; the longest wait comes first."""
    count: int = 1
