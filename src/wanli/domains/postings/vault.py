"""What is sealed of a remark."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import models

from wanli.domains.people.operations.rotate_keys import history
from wanli.domains.postings.models import Remark
from wanli.ground.keys import keyring

REMARK, CONTACT = "posting.remark", "posting.contact"
SEALED: tuple[tuple[type[models.Model], str, str], ...] = tuple(
    (model, column, field)
    for model in (Remark, history(Remark))
    for column, field in (
        ("said_cipher", REMARK),
        ("answer_cipher", REMARK),
        ("contact_cipher", CONTACT),
    )
)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach whoever left a remark, as she wrote it."""

    name: str = ""
    phone: str = ""


def seal_remark(said: str) -> bytes:
    """A remark or its answer, sealed."""
    return keyring().seal(REMARK, said)


def open_remark(token: bytes | memoryview | None) -> str:
    """The text behind a token; nothing for nothing."""
    return keyring().open(REMARK, token) if token else ""


def seal_contact(contact: Contact) -> bytes | None:
    """Name and number, sealed; nothing for nothing."""
    if not contact.name and not contact.phone:
        return None
    text = json.dumps({"n": contact.name, "p": contact.phone}, ensure_ascii=False)
    return keyring().seal(CONTACT, text)


def open_contact(token: bytes | memoryview | None) -> Contact:
    """The name and number behind a token."""
    if not token:
        return Contact()
    data = json.loads(keyring().open(CONTACT, token))
    return Contact(data["n"], data["p"])
