"""Establish many seats and appoint their holders at once: a new installation, the demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.types.range import DateRange

from wanli.domains.accounts.models import Post, Seat, User
from wanli.domains.accounts.roles import ROLES
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


@dataclass(frozen=True, slots=True)
class NewUser:
    """Somebody who signs in by card, passkey or link; a password can be set later."""

    id: UUID
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A chair, and who holds it (nobody: vacant) from which day."""

    id: UUID
    place: UUID
    path: str
    role: str
    group: str = ""
    ordinal: int = 1
    title: str = ""
    holder: UUID | None = None
    since: date | None = None


def appoint_many(
    *, access: Access, users: Sequence[NewUser] = (), seats: Sequence[NewSeat] = ()
) -> None:
    """Insert users, seats and posts in the caller's transaction.

    ``ledger.operations.appoint`` is the whole operation, books included. Permission
    ``post.assign`` at each seat's place, ``user.manage`` somewhere when there are new users.
    """
    for seat in seats:
        access.require("post.assign", seat.path)
        if ROLES[seat.role].in_group != bool(seat.group):
            raise ValueError(f"{seat.role} and group {seat.group!r} do not fit")
    if users:
        access.require_any("user.manage")
    now, today = clock.now(), clock.today()
    insert_many(
        User,
        (
            "id", "username", "name", "password", "email", "is_active", "language", "theme",
            "large_type", "created_at",
        ),
        [(u.id, u.username, u.name, "!", "", True, "", "", False, now) for u in users],
    )  # fmt: skip
    insert_many(
        Seat,
        ("id", "place", "path", "role", "group", "ordinal", "title"),
        [(s.id, s.place, s.path, s.role, s.group, s.ordinal, s.title) for s in seats],
    )
    insert_many(
        Post,
        ("id", "seat", "place", "path", "role", "group", "user", "during"),
        [
            (uuid7(), s.id, s.place, s.path, s.role, s.group, s.holder)
            + (DateRange(s.since or today, None),)
            for s in seats
            if s.holder
        ],
    )
