"""What is sealed of those who arrive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models

from wanli.domains.arrivals.models import Arrival, Contact, Returnee, Source, Verdict
from wanli.domains.people.operations.rotate_keys import history
from wanli.domains.people.vault import DOCUMENT, PHONE
from wanli.ground.keys import keyring

__all__ = [
    "ANSWERS",
    "DOCUMENT",
    "HEALTH",
    "NOTE",
    "PHONE",
    "PLATE",
    "SAID",
    "SEALED",
    "Health",
    "health_said",
    "keyring",
    "open_health",
    "open_json",
    "open_note",
    "seal_health",
    "seal_json",
    "seal_note",
]

PLATE, ANSWERS, HEALTH = "arrival.plate", "arrival.answers", "arrival.health"
SAID, NOTE, FACTS = "arrival.said", "arrival.note", "arrival.facts"


def _kept(model: type[models.Model], *columns: tuple[str, str]) -> tuple[Any, ...]:
    return tuple(
        (table, column, field) for table in (model, history(model)) for column, field in columns
    )


SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    *_kept(Arrival, ("plate_cipher", PLATE), ("answers_cipher", ANSWERS)),
    *_kept(Returnee, ("id_cipher", DOCUMENT), ("phone_cipher", PHONE), ("health_cipher", HEALTH)),
    *_kept(Contact, ("note_cipher", NOTE)),
    (Source, "said_cipher", SAID),
    (Verdict, "facts_cipher", FACTS),
)
"""Documents and phones under the field names of ``people``: the same number has the same digest
there and here, and whoever is verified is found by it."""


@dataclass(frozen=True, slots=True)
class Health:
    """What somebody said of herself at registration: check number one."""

    contact: bool | None = None
    """With a case or with somebody who had a fever, in the last 14 days; None: not said."""
    symptoms: tuple[str, ...] = ()
    """Keys of the plan."""
    celsius: Decimal | None = None
    vaccination: str = ""
    test: str = ""
    """As the form has them; empty: not said."""


def seal_health(health: Health) -> bytes:
    """Sealed."""
    data: dict[str, Any] = {"c": health.contact, "s": list(health.symptoms)}
    if health.celsius is not None:
        data["t"] = str(health.celsius)
    if health.vaccination:
        data["v"] = health.vaccination
    if health.test:
        data["r"] = health.test
    return keyring().seal(HEALTH, json.dumps(data))


def open_health(token: bytes | memoryview | None) -> Health:
    """What stands behind a token; nothing for nothing."""
    return health_said(keyring().open(HEALTH, token) if token else "")


def health_said(words: str) -> Health:
    """What was sealed, once it is open; nothing for nothing."""
    if not words:
        return Health()
    data = json.loads(words)
    celsius = Decimal(data["t"]) if "t" in data else None
    return Health(data["c"], tuple(data["s"]), celsius, data.get("v", ""), data.get("r", ""))


def seal_json(field: str, data: Mapping[str, Any]) -> bytes:
    """A mapping of plain JSON, sealed."""
    return keyring().seal(field, json.dumps(data, ensure_ascii=False))


def open_json(field: str, token: bytes | memoryview | None) -> dict[str, Any]:
    """The mapping behind a token; an empty one for nothing."""
    return dict(json.loads(keyring().open(field, token))) if token else {}


def seal_note(said: str) -> bytes | None:
    """What was said in a call, sealed; nothing for nothing."""
    return keyring().seal(NOTE, said) if said else None


def open_note(token: bytes | memoryview | None) -> str:
    """The text behind a token; nothing for nothing."""
    return keyring().open(NOTE, token) if token else ""
