"""What each domain does with its own rows when two places turn out to be one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, by its id and its path at this moment."""

    id: UUID
    path: str


@dataclass(frozen=True, slots=True)
class Merger:
    """``run`` brings the rows of the first place to the second one, in the caller's transaction
    and with the system's scope, and returns the records whose figures may have changed.

    ``tables`` are then left alone; in all others a row at the first path gets the second one.
    """

    tables: Collection[str]
    run: Callable[[Spot, Spot], Iterable[UUID]]


_mergers: list[Merger] = []


def register_merger(merger: Merger) -> None:
    """Called by a domain when Django starts."""
    if merger not in _mergers:
        _mergers.append(merger)


def mergers() -> list[Merger]:
    """In the order in which the domains registered them, the lowest first."""
    return list(_mergers)
