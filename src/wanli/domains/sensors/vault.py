"""What is sealed of a question about a door, and digests of devices' secrets."""

from __future__ import annotations

from django.db import models

from wanli.domains.people.operations.rotate_keys import history
from wanli.domains.sensors.models import DoorCall, DoorNote, DoorQuestion
from wanli.ground.keys import keyring

NOTE = "sensors.note"
MOST = 300
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (DoorQuestion, "note_cipher", NOTE),
    (history(DoorQuestion), "note_cipher", NOTE),
    (DoorCall, "note_cipher", NOTE),
    (DoorNote, "note_cipher", NOTE),
)


def seal_note(said: str) -> bytes | None:
    """A remark, sealed; nothing for nothing."""
    said = " ".join(said.split())[:MOST]
    return keyring().seal(NOTE, said) if said else None


def open_note(token: bytes | memoryview | None) -> str:
    """The remark behind a token."""
    return keyring().open(NOTE, token) if token else ""


def secret_digest(secret: str) -> str:
    """By which a sensor is found; the key is not in the database."""
    return keyring().index("sensors.secret", secret).hex()
