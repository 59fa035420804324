"""What each day holds of log and history: rows and hash of every table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

from wanli.domains.audit.models import Opening, Pruned
from wanli.kernel import clock


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


def part_of(
    cursor: Any, sealed: Sealed, day: date, columns: Sequence[str] = ()
) -> dict[str, Any] | None:
    """Rows, hash and hashed columns of one table on one day; None where there are no rows.

    ``columns``: those that a seal names, so that a column which came later changes no hash of
    before; else all that a seal covers now.
    """
    there, covered = _columns(cursor, sealed.table)
    columns = sorted(columns or covered)
    cursor.execute(
        f"""SELECT count(*), encode(sha256(COALESCE(string_agg(
            sha256(convert_to((to_jsonb(t) - %s::text[])::text, 'UTF8')), ''::bytea
            ORDER BY {sealed.order}), ''::bytea)), 'hex')
        FROM {sealed.table} t WHERE {sealed.at} >= %s AND {sealed.at} < %s""",
        [sorted(there - set(columns)), *span(day)],
    )
    rows, digest = cursor.fetchone()
    return {"rows": rows, "sha256": digest, "columns": columns} if rows else None


def parts_of(
    cursor: Any, day: date, like: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> dict[str, dict[str, Any]]:
    """What ``part_of`` says of every table that holds something of this day.

    ``like``: the parts of the day's seal, whose columns are hashed again.
    """
    found = {}
    for one in sealed_tables():
        part = part_of(cursor, one, day, like.get(one.table, {}).get("columns", ()))
        if part:
            found[one.table] = part
    return found


def _columns(cursor: Any, table: str) -> tuple[set[str], set[str]]:
    """The columns of a table, and those of them that are hashed.

    Paths follow a place that moves, ciphertexts a key that is rotated. What they stand for is
    sealed all the same: the place's id, the keyed index.
    """
    cursor.execute(
        """SELECT attname, atttypid = 'ltree'::regtype OR attname ~ '(^|_)cipher$'
        FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped""",
        [table],
    )
    columns = cursor.fetchall()
    return {name for name, _ in columns}, {name for name, follows in columns if not follows}
