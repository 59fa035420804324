"""Seal what was logged: a hash of each day, chained to the day before."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from wanli.domains.audit.digests import parts_of, sealed_tables, span
from wanli.domains.audit.models import Pruned, Seal
from wanli.kernel import clock

GENESIS = bytes(32)


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
        if day >= clock.today() or _still_running(cursor, span(day)[1]):
            raise NotYet(day)
        previous = Seal.objects.order_by("-day").first()
        if previous and previous.day >= day:
            raise NotYet(day)
        parts = parts_of(cursor, day)
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
    """Recompute every seal in order; what does not fit, and where. Needs the system's scope.

    What was deleted when its term was over is told apart: each such deletion put down what the day
    held before and after, and the first must be what was sealed, the last what is there.
    """
    broken: list[Broken] = []
    chained, deleted = GENESIS, _deleted()
    with transaction.atomic(), connection.cursor() as cursor:
        for seal in Seal.objects.order_by("day"):
            parts, changed = parts_of(cursor, seal.day, seal.parts), set()
            expected = dict(seal.parts)
            for one in deleted.get(seal.day, ()):
                if expected.get(one.table) != one.before:
                    changed.add(one.table)
                expected[one.table] = one.after
            changed |= {t for t in parts | expected if parts.get(t) != expected.get(t)}
            if changed:
                broken.append(Broken(seal.day, tuple(sorted(changed))))
            chain_holds = bytes(seal.previous) == chained
            if not chain_holds or bytes(seal.digest) != _digest(chained, seal.day, seal.parts):
                broken.append(Broken(seal.day, ()))
            chained = bytes(seal.digest)
    return broken


def _deleted() -> dict[date, list[Pruned]]:
    """By day, what was deleted from it since it was sealed, in order."""
    found: dict[date, list[Pruned]] = defaultdict(list)
    for one in Pruned.objects.order_by("pk"):
        found[one.day].append(one)
    return found


def _still_running(cursor: Any, moment: datetime) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND xact_start < %s)",
        [moment],
    )
    return bool(cursor.fetchone()[0])


def _digest(previous: bytes, day: date, parts: dict[str, dict[str, Any]]) -> bytes:
    text = json.dumps([day.isoformat(), parts], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def _first_day() -> date | None:
    with connection.cursor() as cursor:
        firsts = []
        for part in sealed_tables():
            cursor.execute(f"SELECT min({part.at}) FROM {part.table}")
            row = cursor.fetchone()
            if row and row[0]:
                firsts.append(clock.local(row[0]).date())
    return min(firsts, default=None)
