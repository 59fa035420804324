"""Delete what sensors heard, and what was asked about it, when the plan's term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import DateField, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from wanli.domains.ledger.entries import settle
from wanli.domains.sensors.measures import OF_A_QUESTION
from wanli.domains.sensors.models import DoorEvent, DoorNote, DoorQuestion
from wanli.domains.sensors.operations.clear import erase_questions
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel import clock


def _day(column: str) -> TruncDate:
    return TruncDate(column, output_field=DateField(), tzinfo=clock.LOCAL_ZONE)


def _heard(area: Area, starts: str, ended_on: date | None) -> QuerySet[DoorEvent]:
    """An opening that is asked about stays until the question is settled."""
    asked = DoorQuestion.objects.filter(state=DoorQuestion.State.OPEN)
    rows = DoorEvent.objects.filter(area.q()).exclude(question__in=asked)
    return rows.annotate(began=_day("heard_at"))


def _forget(ids: Sequence[UUID]) -> int:
    return DoorEvent.objects.filter(pk__in=ids).delete()[0]


def _said(area: Area, starts: str, ended_on: date | None) -> QuerySet[DoorNote]:
    return DoorNote.objects.filter(area.q(), question=None).annotate(began=_day("ends_at"))


def _forget_notes(ids: Sequence[UUID]) -> int:
    return DoorNote.objects.filter(pk__in=ids).delete()[0]


def _asked(area: Area, starts: str, ended_on: date | None) -> QuerySet[DoorQuestion]:
    rows = DoorQuestion.objects.filter(area.q())
    if starts == "recorded":
        return rows.annotate(began=_day("raised_at"))
    if ended_on is None:
        return rows.exclude(settled_at=None).annotate(began=_day("settled_at"))
    return rows.annotate(began=Coalesce(_day("settled_at"), _day("raised_at")))


def _erase(ids: Sequence[UUID]) -> int:
    rows = DoorQuestion.objects.select_for_update().filter(pk__in=ids)
    found = list(rows.values_list("pk", flat=True))
    erase_questions(found)
    settle(measures=OF_A_QUESTION, sources=found, reason="retention")
    return len(found)


RETAINED = (
    Retained("door_questions", frozenset({"recorded", "closed"}), _asked, _erase),
    Retained("door_events", frozenset({"recorded"}), _heard, _forget),
    Retained("door_events", frozenset({"recorded"}), _said, _forget_notes),
)
