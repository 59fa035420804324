"""Delete remarks with their answers when their term is over; the figures of past days stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pgtrigger
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.ledger.entries import settle
from wanli.domains.postings.measures import OF_A_REMARK
from wanli.domains.postings.models import Remark
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel import clock


def _over(area: Area, starts: str, ended_on: date | None) -> QuerySet[Remark]:
    rows = Remark.objects.filter(area.q())
    if starts == "recorded":
        return rows.annotate(began=_day("at"))
    if ended_on is None:
        return rows.filter(settled_at__isnull=False).annotate(began=_day("settled_at"))
    # What nobody answered until the response was over will not be answered any more.
    return rows.annotate(began=Coalesce(_day("settled_at"), Greatest(_day("at"), Value(ended_on))))


def _day(column: str) -> TruncDate:
    return TruncDate(column, output_field=DateField(), tzinfo=clock.LOCAL_ZONE)


def _delete(ids: Sequence[UUID]) -> int:
    rows = Remark.objects.select_for_update().filter(pk__in=ids)
    found = list(rows.values_list("pk", flat=True))
    with pgtrigger.ignore():
        Remark.objects.filter(pk__in=found).delete()
    prune(Remark.pgh_event_model.objects.filter(id__in=found))  # type: ignore[attr-defined]
    settle(measures=OF_A_REMARK, sources=found, reason="retention")
    return len(found)


RETAINED = (Retained("remarks", frozenset({"recorded", "closed"}), _over, _delete),)
