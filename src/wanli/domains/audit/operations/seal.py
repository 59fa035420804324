"""Seal what was logged: a hash of each day, chained to the day before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event

from wanli.domains.audit.models import Opening, Seal
from wanli.kernel import clock

GENESIS = bytes(32)

FOLLOWS = ("path", "registered_path", "id_cipher", "cipher", "note_cipher", "reading_cipher")
"""Columns left out of the hash: paths follow a place that moves, ciphertexts a key that is
rotated. What they stand for is sealed all the same: the place's id, the keyed index."""


class NotYet(Exception):
    """The day cannot be sealed yet: it is not over, or a transaction begun in it still runs."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A seal that no longer fits what the tables hold."""

    day: date
    tables: tuple[str, ...]
    """Where; empty when the chain itself is broken."""


def seal_day(day: date) -> Seal:
    """Seal one local day, once; a second call returns the first seal. Needs the system's scope.

    Raises ``NotYet`` while rows may still be added to the day.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x5EA1])
        known = Seal.objects.filter(day=day).first()
        if known:
            return known
        if day >= clock.today() or _still_running(cursor, _span(day)[1]):
            raise NotYet(day)
        previous = Seal.objects.order_by("-day").first()
        if previous and previous.day >= day:
            raise NotYet(day)
        parts = _parts(cursor, day)
        chained = bytes(previous.digest) if previous else GENESIS
        return Seal.objects.create(
            day=day,
            previous=chained,
            digest=_digest(chained, day, parts),
            rows=sum(part["rows"] for part in parts.values()),
            parts=parts,
            made_at=clock.now(),
        )


def seal_due_days() -> list[Seal]:
    """Seal every day that is over, from the last seal (or the first row) on."""
    last = Seal.objects.order_by("-day").values_list("day", flat=True).first()
    first = last + timedelta(days=1) if last else _first_day()
    made: list[Seal] = []
    while first is not None and first < clock.today():
        try:
            made.append(seal_day(first))
        except NotYet:
            break
        first += timedelta(days=1)
    return made


def verify() -> list[Broken]:
    """Recompute every seal in order; what does not fit, and where. Needs the system's scope."""
    broken: list[Broken] = []
    chained = GENESIS
    with transaction.atomic(), connection.cursor() as cursor:
        for seal in Seal.objects.order_by("day"):
            parts = _parts(cursor, seal.day)
            if parts != seal.parts:
                changed = {t for t in parts | seal.parts if parts.get(t) != seal.parts.get(t)}
                broken.append(Broken(seal.day, tuple(sorted(changed))))
            chain_holds = bytes(seal.previous) == chained
            if not chain_holds or bytes(seal.digest) != _digest(chained, seal.day, seal.parts):
                broken.append(Broken(seal.day, ()))
            chained = bytes(seal.digest)
    return broken


def _tables() -> list[tuple[str, str, str]]:
    """Every (table, time column, order column) that a seal covers."""
    events = [
        (model._meta.db_table, "pgh_created_at", "pgh_id")
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    ]
    return sorted([*events, (Opening._meta.db_table, "logged_at", "id")])


def _span(day: date) -> tuple[datetime, datetime]:
    return clock.midnight(day), clock.midnight(day + timedelta(days=1))


def _still_running(cursor: Any, moment: datetime) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND xact_start < %s)",
        [moment],
    )
    return bool(cursor.fetchone()[0])


def _parts(cursor: Any, day: date) -> dict[str, dict[str, Any]]:
    begin, end = _span(day)
    parts: dict[str, dict[str, Any]] = {}
    for table, at, order in _tables():
        cursor.execute(
            f"""SELECT count(*), encode(sha256(COALESCE(string_agg(
                sha256(convert_to((to_jsonb(t) - %s::text[])::text, 'UTF8')), ''::bytea
                ORDER BY {order}), ''::bytea)), 'hex')
            FROM {table} t WHERE {at} >= %s AND {at} < %s""",
            [list(FOLLOWS), begin, end],
        )
        rows, digest = cursor.fetchone()
        if rows:
            parts[table] = {"rows": rows, "sha256": digest}
    return parts


def _digest(previous: bytes, day: date, parts: dict[str, dict[str, Any]]) -> bytes:
    text = json.dumps([day.isoformat(), parts], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def _first_day() -> date | None:
    with connection.cursor() as cursor:
        firsts = []
        for table, at, _order in _tables():
            cursor.execute(f"SELECT min({at}) FROM {table}")
            row = cursor.fetchone()
            if row and row[0]:
                firsts.append(clock.local(row[0]).date())
    return min(firsts, default=None)
