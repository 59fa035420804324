"""What each domain does with its own rows when two places turn out to be one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, by its id and its path at this moment."""

    id: UUID
    path: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Two rows of a table that give each other what these columns say: exchanged again, all is as
    it was, and nothing of it was copied."""

    table: str
    one: UUID
    other: UUID
    columns: Sequence[str]


def _nothing(old: Spot, new: Spot) -> None:
    """What most have to do after a merge was taken back."""


@dataclass(frozen=True, slots=True)
class Merger:
    """``run`` brings the rows of the first place to the second one, in the caller's transaction
    and with the system's scope, and returns what is to be exchanged between two rows.

    ``tables`` are then left alone; in all others a row at the first path gets the second one.
    What ``run`` wrote is seen and put down by the caller, which can take it back by itself;
    ``undone`` then mends what has become of it since (a campaign may be over).
    """

    tables: Collection[str]
    run: Callable[[Spot, Spot], Iterable[Exchange]]
    undone: Callable[[Spot, Spot], None] = _nothing


_mergers: list[Merger] = []


def register_merger(merger: Merger) -> None:
    """Called by a domain when Django starts."""
    if merger not in _mergers:
        _mergers.append(merger)


def mergers() -> list[Merger]:
    """In the order in which the domains registered them, the lowest first."""
    return list(_mergers)
