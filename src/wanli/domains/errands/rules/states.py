"""What may follow what: a request and a round as state machines."""

from __future__ import annotations

from collections.abc import Mapping

OPEN = frozenset({"asked", "planned", "bought", "again"})
"""Something is still to be done."""
FOLLOWS: Mapping[str, frozenset[str]] = {
    "asked": frozenset({"planned", "cancelled", "failed"}),
    # Without a shop (a parcel at the gate, a repair) it is brought at once.
    "planned": frozenset({"asked", "bought", "done", "again", "refused", "cancelled", "failed"}),
    # What is paid for is no more cancelled: it is brought, or not accepted at the door.
    "bought": frozenset({"done", "again", "refused"}),
    # What is bought already goes on its way again without a shop.
    "again": frozenset({"planned", "bought", "done", "again", "refused", "failed"}),
    "done": frozenset(),
    "refused": frozenset(),
    "failed": frozenset(),
    "cancelled": frozenset(),
}
"""From each state of a request to those that may follow."""
ROUND_FOLLOWS: Mapping[str, frozenset[str]] = {
    "open": frozenset({"taken", "cancelled"}),
    "taken": frozenset({"open", "done", "cancelled"}),
    "done": frozenset(),
    "cancelled": frozenset(),
}
AFTER_ATTEMPT: Mapping[str, str] = {
    "done": "done",
    "refused": "refused",
    "nobody": "again",
    "not": "again",
}
"""What happened at the door, and how the request then stands: who did not open is tried again."""


def may_follow(state: str, wanted: str) -> bool:
    """Whether a request in ``state`` may become ``wanted``."""
    return wanted in FOLLOWS[state]


def round_may_follow(state: str, wanted: str) -> bool:
    """Whether a round in ``state`` may become ``wanted``."""
    return wanted in ROUND_FOLLOWS[state]


def waited(hours: float) -> str:
    """The bucket of a waiting time: ``soon`` up to four hours, ``day`` up to one, ``slow``."""
    return "soon" if hours <= 4 else "day" if hours <= 24 else "slow"
