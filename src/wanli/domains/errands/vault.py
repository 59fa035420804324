"""What is sealed of a request: what somebody wants, and whatever was said about it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.db import models

from wanli.domains.errands.models import Attempt, Item, Request, Standing
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

WHAT, NOTE = "errands.what", "errands.note"
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Item, "what_cipher", WHAT),
    (history(Item), "what_cipher", WHAT),
    (Item, "swap_cipher", WHAT),
    (history(Item), "swap_cipher", WHAT),
    (Standing, "items_cipher", WHAT),
    (history(Standing), "items_cipher", WHAT),
    (Request, "note_cipher", NOTE),
    (history(Request), "note_cipher", NOTE),
    (Request, "why_cipher", NOTE),
    (history(Request), "why_cipher", NOTE),
    (Attempt, "note_cipher", NOTE),
    (history(Attempt), "note_cipher", NOTE),
)


@dataclass(frozen=True, slots=True)
class What:
    """Something wanted: its name, and what to mind about it."""

    name: str
    note: str = ""


def seal_what(what: What) -> bytes:
    """An item, sealed."""
    return keyring().seal(WHAT, json.dumps(asdict(what), ensure_ascii=False))


def open_what(token: bytes | memoryview) -> What:
    """The item behind a token."""
    return What(**json.loads(keyring().open(WHAT, token)))


def seal_list(items: list[dict[str, str]]) -> bytes:
    """The items of a standing request, sealed."""
    return keyring().seal(WHAT, json.dumps(items, ensure_ascii=False))


def open_list(token: bytes | memoryview) -> list[dict[str, str]]:
    """The items behind a token."""
    found: list[dict[str, str]] = json.loads(keyring().open(WHAT, token))
    return found


def seal_note(said: str) -> bytes | None:
    """A remark, sealed; nothing for nothing."""
    said = " ".join(said.split())[:300]
    return keyring().seal(NOTE, said) if said else None


def open_note(token: bytes | memoryview | None) -> str:
    """The remark behind a token."""
    return keyring().open(NOTE, token) if token else ""
