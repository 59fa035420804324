"""A door as it was before a visit, so that the visit can be taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wanli.domains.canvass.models import Door
from wanli.domains.people.queries import use_of_home

PLAIN = ("result", "settled", "answers", "note", "visits")


def as_it_is(door: Door) -> dict[str, Any]:
    """What a visit may change, as JSON."""
    return {name: getattr(door, name) for name in PLAIN} | {
        "visited_at": door.visited_at.isoformat() if door.visited_at else None,
        "next_visit": door.next_visit.isoformat() if door.next_visit else None,
        "use": use_of_home(door.place_id),
    }


def put_back(door: Door, before: dict[str, Any]) -> None:
    """Make the door, locked by the caller, what it was; the home is not the door's to change."""
    for name in PLAIN:
        setattr(door, name, before[name])
    at, again = before["visited_at"], before["next_visit"]
    door.visited_at = datetime.fromisoformat(at) if at else None
    door.next_visit = date.fromisoformat(again) if again else None
    door.save()
