"""Delete from log and history what is past its term, and keep the seals telling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models.functions import TruncDate

from wanli.domains.audit.digests import of_model, part_of
from wanli.domains.audit.models import Opening, Pruned, Seal
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel.clock import LOCAL_ZONE

HALF_A_YEAR = 183
"""Days that a log is kept at the least; the database itself refuses to delete sooner."""


def prune(rows: models.QuerySet[Any]) -> int:
    """Delete these rows of one history table for good; returns how many.

    In the caller's transaction, with the system's scope. What each sealed day held before and
    after is put down, in ``Pruned``.
    """
    return _remembered(rows, lambda: rows.delete()[0])


def _remembered(rows: models.QuerySet[Any], delete: Callable[[], int]) -> int:
    sealed = of_model(rows.model)
    with connection.cursor() as cursor:
        # No day is sealed between the look before and the deletion.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x5EA1])
        days = rows.annotate(pruned_day=TruncDate(sealed.at, tzinfo=LOCAL_ZONE)).order_by()
        touched = set(days.values_list("pruned_day", flat=True).distinct())
        known = Seal.objects.filter(day__in=touched).order_by("day").values_list("day", "parts")
        columns = {day: parts.get(sealed.table, {}).get("columns", ()) for day, parts in known}
        before = {day: part_of(cursor, sealed, day, named) for day, named in columns.items()}
        gone = delete()
        for day, part in before.items():
            Pruned.objects.create(
                day=day,
                table=sealed.table,
                before=part,
                after=part_of(cursor, sealed, day, columns[day]),
            )
    return gone


def _begun(area: Area, starts: str, ended_on: date | None) -> models.QuerySet[Opening]:
    return Opening.objects.filter(area.q()).annotate(
        began=TruncDate("logged_at", tzinfo=LOCAL_ZONE)
    )


def _forget(ids: Sequence[UUID]) -> int:
    def delete() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_forget(%s)", [list(ids)])
            return int(cursor.fetchone()[0])

    return _remembered(Opening.objects.filter(pk__in=ids), delete)


RETAINED = (
    Retained(
        "access_log",
        starts=frozenset({"recorded"}),
        begun=_begun,
        erase=_forget,
        at_least=HALF_A_YEAR,
    ),
)
