"""What a device may send, read without trusting any of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

MOST_BYTES = 64 * 1024
MOST_EVENTS = 200
LONGEST_ID = 64
KINDS = ("open", "close")


class Unreadable(ValueError):
    """What is wrong, in English: it is read by whoever builds devices."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the device tells it."""

    key: str
    kind: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One event that cannot be taken: which, counted from 0, and why."""

    index: int
    why: str


@dataclass(frozen=True, slots=True)
class Message:
    """All that came in one request. Without events it is a sign of life."""

    events: Sequence[tuple[int, Told]]
    faults: Sequence[Fault]
    sent_at: datetime | None


def read(body: bytes, zone: tzinfo) -> Message:
    """The message in a request's body; times without an offset are of ``zone``.

    ``Unreadable`` when it is none at all; single events that are wrong are its faults.
    """
    if len(body) > MOST_BYTES:
        raise Unreadable(f"the body is longer than {MOST_BYTES} bytes: send fewer events at once")
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unreadable("the body is not JSON in UTF-8") from None
    if not isinstance(data, dict):
        raise Unreadable('the body must be an object like {"events": [...]}')
    listed = data.get("events", [data] if "kind" in data else [])
    if not isinstance(listed, list):
        raise Unreadable('"events" must be a list')
    if len(listed) > MOST_EVENTS:
        raise Unreadable(f"more than {MOST_EVENTS} events: send them in several requests")
    try:
        sent_at = _moment(data.get("sent_at"), zone)
    except ValueError:
        raise Unreadable('"sent_at" must be a time like 2020-02-14T09:12:00+08:00') from None
    events, faults = [], []
    for index, one in enumerate(listed):
        try:
            events.append((index, _told(one, zone)))
        except ValueError as wrong:
            faults.append(Fault(index, str(wrong)))
    return Message(events, faults, sent_at)


def _told(data: Any, zone: tzinfo) -> Told:
    if not isinstance(data, dict):
        raise Unreadable("an event must be an object")
    kind = data.get("kind")
    if kind not in KINDS:
        raise Unreadable('"kind" must be "open" or "close"')
    try:
        at = _moment(data.get("at"), zone)
    except ValueError:
        raise Unreadable('"at" must be a time like 2020-02-14T09:12:00+08:00') from None
    name = _named(data.get("id"))
    if name:
        return Told(f"id:{name}", kind, at)
    if at is None:
        raise Unreadable('an event needs "id" or "at", by which a repeated one is known')
    return Told(f"at:{at.astimezone(UTC).isoformat()}|{kind}", kind, at)


def _named(said: Any) -> str:
    if said is None or said == "":
        return ""
    whole = isinstance(said, int) and not isinstance(said, bool) and abs(said) < 10**20
    name = str(said) if whole else said
    if not isinstance(name, str) or len(name) > LONGEST_ID or not name.isprintable():
        raise Unreadable(f'"id" must be a printable text of at most {LONGEST_ID} characters')
    return name


def _moment(said: Any, zone: tzinfo) -> datetime | None:
    """ISO 8601 or seconds since 1970, within the years that there can be."""
    if said is None or said == "":
        return None
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        raise ValueError
    try:
        if isinstance(said, str):
            found = datetime.fromisoformat(said)
        else:
            found = datetime.fromtimestamp(said, UTC)
        found = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, OSError):
        raise ValueError from None
    if not 1970 <= found.year <= 2200:
        raise ValueError
    return found
