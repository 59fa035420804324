"""What is sealed of contacts."""

from __future__ import annotations

from django.db import models

from wanli.domains.contacts.models import Contact
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

NOTE = "contacts.note"
MOST = 300
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Contact, "note_cipher", NOTE),
    (history(Contact), "note_cipher", NOTE),
)


def seal_note(said: str) -> bytes | None:
    """A remark, sealed; nothing for nothing."""
    said = " ".join(said.split())[:MOST]
    return keyring().seal(NOTE, said) if said else None


def open_note(token: bytes | memoryview | None) -> str:
    """The remark behind a token."""
    return keyring().open(NOTE, token) if token else ""
