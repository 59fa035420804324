"""What each day holds of log and history: rows and hash of every table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

from wanli.domains.audit.models import Opening, Pruned
from wanli.kernel import clock

FOLLOWS = (
    "path", "registered_path", "path_to", "id_cipher", "cipher", "note_cipher", "reading_cipher",
    "address_cipher", "phone_cipher", "signature_cipher",
)  # fmt: skip
"""Columns left out of the hash: paths follow a place that moves, ciphertexts a key that is
rotated. What they stand for is sealed all the same: the place's id, the keyed index."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table that the daily seal covers."""

    table: str
    at: str
    """The column that says to which day a row belongs."""
    order: str


_more: list[Sealed] = [
    Sealed(model._meta.db_table, "logged_at", "id") for model in (Opening, Pruned)
]


def seal_also(model: type[models.Model]) -> None:
    """Called when Django starts, for an append-only table whose rows say when (``logged_at``)."""
    one = Sealed(model._meta.db_table, "logged_at", "id")
    if one not in _more:
        _more.append(one)


def of_model(model: type[models.Model]) -> Sealed:
    """How a table of log or history is sealed. ``KeyError`` for any other table."""
    return {one.table: one for one in sealed_tables()}[model._meta.db_table]


def sealed_tables() -> list[Sealed]:
    """Every table that a seal covers."""
    events = [
        Sealed(model._meta.db_table, "pgh_created_at", "pgh_id")
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    ]
    return sorted([*events, *_more], key=lambda one: one.table)


def span(day: date) -> tuple[datetime, datetime]:
    """The moments at which a local day begins and ends."""
    return clock.midnight(day), clock.midnight(day + timedelta(days=1))


def part_of(cursor: Any, sealed: Sealed, day: date) -> dict[str, Any] | None:
    """Rows and hash of one table on one day; None where there are none."""
    cursor.execute(
        f"""SELECT count(*), encode(sha256(COALESCE(string_agg(
            sha256(convert_to((to_jsonb(t) - %s::text[])::text, 'UTF8')), ''::bytea
            ORDER BY {sealed.order}), ''::bytea)), 'hex')
        FROM {sealed.table} t WHERE {sealed.at} >= %s AND {sealed.at} < %s""",
        [list(FOLLOWS), *span(day)],
    )
    rows, digest = cursor.fetchone()
    return {"rows": rows, "sha256": digest} if rows else None


def parts_of(cursor: Any, day: date) -> dict[str, dict[str, Any]]:
    """Rows and hash of every table that holds something of this day."""
    found = {one.table: part_of(cursor, one, day) for one in sealed_tables()}
    return {table: part for table, part in found.items() if part}
