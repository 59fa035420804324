"""Put every sealed field under a new key, while work goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models, transaction

from wanli.domains.people.models import Person, Phone, Roster
from wanli.domains.people.vault import DOCUMENT, FILE, PHONE, keyring
from wanli.kernel.keyring import Keyring

BATCH = 2000
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Person, "id_cipher", DOCUMENT),
    (Phone, "cipher", PHONE),
    (Roster, "content", FILE),
    (Roster, "refused_rows", FILE),
)
"""(model, column, field) of everything that is sealed."""


def add_key() -> Keyring:
    """A new active key, in force in every process that reads the file from now on."""
    file: Path = settings.OPTIONS.keys_file
    ring = keyring().with_new_key()
    ring.save(file)
    return ring


def reseal(progress: Callable[[int], None] = lambda done: None) -> int:
    """Seal again whatever is not under the active key; returns how many values that were.

    A batch a transaction, rows locked: safe to stop and to run again, beside people at work. The
    history keeps the tokens it had, which the daily seals cover; so old keys stay in the ring.
    Needs the system's scope.
    """
    total = 0
    for model, column, field in SEALED:
        last = None
        while True:
            with transaction.atomic(), pgtrigger.ignore():
                ring = keyring()
                rows = model._default_manager.exclude(**{column: None}).order_by("pk")
                if last is not None:
                    rows = rows.filter(pk__gt=last)
                batch = list(rows.select_for_update().only("pk", column)[:BATCH])
                if not batch:
                    break
                last = batch[-1].pk
                stale = [row for row in batch if not ring.is_current(getattr(row, column))]
                for row in stale:
                    clear = ring.open_bytes(field, getattr(row, column))
                    setattr(row, column, ring.seal_bytes(field, clear))
                model._default_manager.bulk_update(stale, [column])
            total += len(stale)
            progress(total)
    return total
