"""Put every sealed field under a new key, while work goes on, and retire the old ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection, models, transaction

from wanli.domains.jobs.models import Job
from wanli.domains.jobs.queries import RESULT
from wanli.domains.people.models import Person, Phone, Roster
from wanli.domains.people.vault import DOCUMENT, FILE, PHONE, keyring
from wanli.domains.uploads.models import PIECE, Piece
from wanli.ground.keys import sealed_files, signing_keys

BATCH = 2000
PATIENCE = 60.0
"""Seconds that a rotation waits for work that began under an older key."""


def history(model: type[models.Model]) -> type[models.Model]:
    """The table in which a tracked model's past rows are kept."""
    kept: type[models.Model] = model.pgh_event_model  # type: ignore[attr-defined]
    return kept


Sealed = tuple[type[models.Model], str, str]
"""Model, column, field."""
SEALED: list[Sealed] = [
    (Person, "id_cipher", DOCUMENT),
    (history(Person), "id_cipher", DOCUMENT),
    (Phone, "cipher", PHONE),
    (history(Phone), "cipher", PHONE),
    (Roster, "content", FILE),
    (Roster, "refused_rows", FILE),
    (Job, "result", RESULT),
    (Piece, "content", PIECE),
]
"""(model, column, field) of everything that is sealed, the past included. The daily seals leave
ciphertexts out, so they hold before and after."""


def register_sealed(sealed: Iterable[Sealed]) -> None:
    """Called by each higher domain when Django starts."""
    SEALED.extend(one for one in sealed if one not in SEALED)


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did. ``waiting``: old keys stay, because work begun under them still runs."""

    active: int
    resealed: int
    retired: tuple[int, ...]
    waiting: bool


def rotate(
    *, patience: float = PATIENCE, progress: Callable[[int], None] = lambda done: None
) -> Rotated:
    """A new active key, everything sealed put under it, keys that seal nothing any more retired;
    and a new key that signs, beside which what older ones signed verifies on.

    Safe to stop and to run again, beside people at work: before it seals again it waits until no
    transaction is left that may write under the old key, and before it retires that key until
    none is left that may have read under it. Needs the system's scope.
    """
    active = _add_key()
    signing_keys().with_new_key().save(settings.OPTIONS.signing_file)
    _older_work_ended(patience)
    resealed = reseal(progress)
    waiting = not _older_work_ended(patience)
    return Rotated(active, resealed, () if waiting else _retire(), waiting)


def _add_key() -> int:
    """In force in every process that reads the file from now on."""
    ring = keyring().with_new_key()
    ring.save(_file())
    return ring.active


def _retire() -> tuple[int, ...]:
    ring = keyring()
    idle = set(ring.keys) - keys_in_use() - {ring.active}
    ring.without(idle).save(_file())
    return tuple(sorted(idle))


def keys_in_use() -> set[int]:
    """The numbers of the keys under which anything is sealed, at present or in the past."""
    found: set[int] = set()
    with transaction.atomic(), connection.cursor() as cursor:
        for model, column, _field in SEALED:
            # A token begins with its key's number, two bytes.
            cursor.execute(
                f"SELECT DISTINCT get_byte({column}, 0) * 256 + get_byte({column}, 1)"
                f" FROM {model._meta.db_table} WHERE {column} IS NOT NULL"
            )
            found |= {int(number) for (number,) in cursor.fetchall()}
    return found.union(*(files.keys_in_use() for files in sealed_files()))


def reseal(progress: Callable[[int], None] = lambda done: None) -> int:
    """Seal again whatever is not under the active key; returns how many values that were.

    A batch a transaction, rows locked. Needs the system's scope.
    """
    total = 0
    for model, column, field in SEALED:
        last: Any = None
        while True:
            with transaction.atomic(), pgtrigger.ignore():
                last, done = _reseal_after(last, model, column, field)
            if last is None:
                break
            total += done
            progress(total)
    return total + sum(files.reseal() for files in sealed_files())


def _reseal_after(last: Any, model: type[models.Model], column: str, field: str) -> tuple[Any, int]:
    """The next batch; the last row it looked at, None when there was none."""
    ring = keyring()
    rows = model._default_manager.exclude(**{column: None}).order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    batch = list(rows.select_for_update(of=("self",)).values_list("pk", column)[:BATCH])
    stale = [(pk, token) for pk, token in batch if not ring.is_current(token)]
    if stale:
        fresh = [ring.seal_bytes(field, ring.open_bytes(field, token)) for _pk, token in stale]
        _write(model, column, [pk for pk, _token in stale], fresh)
    return (batch[-1][0] if batch else None), len(stale)


def _write(model: type[models.Model], column: str, keys: list[Any], tokens: list[bytes]) -> None:
    key, table = model._meta.pk, model._meta.db_table
    assert key is not None
    kind = "uuid" if isinstance(_itself(key), models.UUIDField) else "bigint"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS t SET {column} = fresh.token"
            f" FROM unnest(%s::{kind}[], %s::bytea[]) AS fresh (key, token)"
            f" WHERE t.{key.column} = fresh.key",
            [keys, tokens],
        )


def _itself(key: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The column that a key which is another table's refers to."""
    return _itself(key.target_field) if isinstance(key, models.ForeignKey) else key


def _older_work_ended(patience: float) -> bool:
    """Wait until every transaction that runs now is over; whether they all were in time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        deadline = time.monotonic() + patience
        while True:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start < %s)",
                [moment],
            )
            if not cursor.fetchone()[0]:
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)


def _file() -> Path:
    file: Path = settings.OPTIONS.keys_file
    return file
