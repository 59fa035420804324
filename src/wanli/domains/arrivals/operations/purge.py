"""Delete registrations with all that hangs on them when their term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import pgtrigger
from django.db import connection, models, transaction
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, TruncDate

from wanli.domains.arrivals.measures import MEASURES
from wanli.domains.arrivals.models import (
    Arrival,
    Contact,
    GateCode,
    HandOver,
    PaperPhoto,
    Returnee,
    Source,
    Stay,
    Verdict,
)
from wanli.domains.arrivals.papers import PAPER_SHELF
from wanli.domains.audit.operations.prune import prune
from wanli.domains.ledger.entries import settle
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel import clock

HANGS_ON: tuple[type[models.Model], ...] = (
    Verdict, HandOver, Contact, GateCode, Source, Stay, Returnee, PaperPhoto,
)  # fmt: skip
"""What goes with an arrival, in the order in which it goes."""


def _over(area: Area, starts: str, ended_on: date | None) -> QuerySet[Arrival]:
    rows = Arrival.objects.filter(area.q())
    if starts == "recorded":
        return rows.annotate(began=_day("registered_at"))
    if ended_on is None:
        return rows.filter(settled_at__isnull=False).annotate(began=_day("settled_at"))
    # Whom nobody verified until the response was over, nobody will.
    open_ = Greatest(_day("registered_at"), Value(ended_on))
    return rows.annotate(began=Coalesce(_day("settled_at"), open_))


def _day(column: str) -> TruncDate:
    return TruncDate(column, output_field=DateField(), tzinfo=clock.LOCAL_ZONE)


def erase(ids: Sequence[UUID], *, reason: str = "retention") -> int:
    """Rows, books and history; returns how many arrivals. In the caller's transaction."""
    rows = Arrival.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    people = list(Returnee.objects.filter(arrival__in=found).values_list("pk", flat=True))
    _throw_away(PaperPhoto.objects.filter(arrival__in=found))
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for model in HANGS_ON:
            cursor.execute(
                f"DELETE FROM {model._meta.db_table} WHERE arrival_id = ANY (%s)", [found]
            )
        cursor.execute("DELETE FROM arrivals_arrival WHERE id = ANY (%s)", [found])
    for model in HANGS_ON:
        past = getattr(model, "pgh_event_model", None)
        if past is not None:
            prune(past._default_manager.filter(arrival__in=found))
    prune(Arrival.pgh_event_model.objects.filter(pgh_obj__in=found))  # type: ignore[attr-defined]
    settle(measures=[measure.key for measure in MEASURES], sources=people, reason=reason)
    return len(found)


def _untyped(area: Area, starts: str, ended_on: date | None) -> QuerySet[PaperPhoto]:
    """Pictures that nobody typed in: they count from the day on which they came."""
    rows = PaperPhoto.objects.filter(area.q(), arrival=None)
    return rows.annotate(began=_day("taken_at"))


def erase_photos(ids: Sequence[UUID]) -> int:
    """Pictures of sheets, and their files once that is committed; how many."""
    rows = PaperPhoto.objects.filter(pk__in=ids)
    _throw_away(rows)
    return rows.delete()[0]


def _throw_away(photos: QuerySet[PaperPhoto]) -> None:
    # The rows first: a file without a row is found and deleted by the next sweep.
    for file in photos.values_list("file", flat=True):
        transaction.on_commit(partial(PAPER_SHELF.delete, file))


STARTS = frozenset({"recorded", "closed"})
RETAINED = (
    Retained("arrivals", STARTS, _over, erase, batch=500),
    Retained("arrivals", STARTS, _untyped, erase_photos, batch=100),
)
