"""Delete lists with all that was answered in them when the term of handed-in files is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pgtrigger
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.checklists.measures import OF_A_LEAD, OF_A_MATCH, OF_A_ROW
from wanli.domains.checklists.models import CheckList, Correction, Lead, Match, Row
from wanli.domains.ledger.entries import settle
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel.clock import LOCAL_ZONE


def _lists(area: Area, starts: str, ended_on: date | None) -> QuerySet[CheckList]:
    last = Coalesce("settled_at", "due_at")
    found = CheckList.objects.filter(area.q()).defer("content")
    return found.annotate(began=TruncDate(last, tzinfo=LOCAL_ZONE))


def _erase(lists: Sequence[UUID]) -> int:
    rows = list(Row.objects.filter(list__in=lists).values_list("pk", flat=True))
    matches = list(Match.objects.filter(row__in=rows).values_list("pk", flat=True))
    with pgtrigger.ignore():
        Correction.objects.filter(row__in=rows).delete()
        Match.objects.filter(pk__in=matches).delete()
        Row.objects.filter(pk__in=rows).delete()
        CheckList.objects.filter(pk__in=lists).delete()
    prune(Match.pgh_event_model.objects.filter(pgh_obj_id__in=matches))  # type: ignore[attr-defined]
    settle(measures=OF_A_MATCH, sources=matches, reason="retention")
    settle(measures=OF_A_ROW, sources=rows, reason="retention")
    return len(rows)


def _leads(area: Area, starts: str, ended_on: date | None) -> QuerySet[Lead]:
    rows = Lead.objects.filter(area.q())
    if starts == "closed" and ended_on is None:
        rows = rows.filter(cleared_at__isnull=False)
    column = "at" if starts == "recorded" else Coalesce("cleared_at", "due_at")
    return rows.annotate(began=TruncDate(column, tzinfo=LOCAL_ZONE))


def _erase_leads(leads: Sequence[UUID]) -> int:
    with pgtrigger.ignore():
        Lead.objects.filter(pk__in=leads).delete()
    prune(Lead.pgh_event_model.objects.filter(pgh_obj_id__in=leads))  # type: ignore[attr-defined]
    settle(measures=OF_A_LEAD, sources=leads, reason="retention")
    return len(leads)


RETAINED = (
    Retained("rosters", frozenset({"recorded"}), _lists, _erase, batch=20),
    Retained("arrivals", frozenset({"recorded", "closed"}), _leads, _erase_leads, batch=500),
)
