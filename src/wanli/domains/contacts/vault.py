"""What is sealed of contacts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import models

from wanli.domains.contacts.models import Cared, Contact
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.keys import keyring

NOTE, FAMILY = "contacts.note", "contacts.family"
MOST = 300
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Contact, "note_cipher", NOTE),
    (history(Contact), "note_cipher", NOTE),
    *(
        (model, column, field)
        for model in (Cared, history(Cared))
        for column, field in (("note_cipher", NOTE), ("family_cipher", FAMILY))
    ),
)


@dataclass(frozen=True, slots=True)
class Family:
    """Who keeps a key, whom of the family to call, and at which number."""

    keys: str = ""
    name: str = ""
    phone: str = ""


def seal_family(family: Family) -> bytes | None:
    """Sealed; nothing for nothing."""
    if family == Family():
        return None
    text = json.dumps([family.keys, family.name, family.phone], ensure_ascii=False)
    return keyring().seal(FAMILY, text)


def open_family(token: bytes | memoryview | None) -> Family:
    """The family behind a token."""
    return Family(*json.loads(keyring().open(FAMILY, token))) if token else Family()


def seal_note(said: str) -> bytes | None:
    """A remark, sealed; nothing for nothing."""
    said = " ".join(said.split())[:MOST]
    return keyring().seal(NOTE, said) if said else None


def open_note(token: bytes | memoryview | None) -> str:
    """The remark behind a token."""
    return keyring().open(NOTE, token) if token else ""
