"""Delete lists with all that was answered in them when the term of handed-in files is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pgtrigger
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.checklists.measures import OF_A_MATCH, OF_A_ROW
from wanli.domains.checklists.models import CheckList, Match, Row
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
        Match.objects.filter(pk__in=matches).delete()
        Row.objects.filter(pk__in=rows).delete()
        CheckList.objects.filter(pk__in=lists).delete()
    prune(Match.pgh_event_model.objects.filter(pgh_obj_id__in=matches))  # type: ignore[attr-defined]
    settle(measures=OF_A_MATCH, sources=matches, reason="retention")
    settle(measures=OF_A_ROW, sources=rows, reason="retention")
    return len(rows)


RETAINED = (Retained("rosters", frozenset({"recorded"}), _lists, _erase, batch=20),)
