"""Delete who was in touch with whom, when the plan's term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pgtrigger
from django.db.models import DateField, F, QuerySet, Value
from django.db.models.functions import TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.contacts.measures import OF_A_HOME
from wanli.domains.contacts.models import Contact, Home, State
from wanli.domains.ledger.entries import settle
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel import clock

STARTS = frozenset({"recorded", "response_ended"})


def _day(column: str) -> TruncDate:
    return TruncDate(column, output_field=DateField(), tzinfo=clock.LOCAL_ZONE)


def begun(rows: QuerySet[Any], starts: str, ended_on: date | None, recorded: Any) -> QuerySet[Any]:
    """These rows, from when their term counts: since each was recorded, or since the end of all."""
    if starts != "recorded":
        recorded = Value(ended_on or clock.today(), DateField())
        rows = rows if ended_on else rows.none()
    counted: QuerySet[Any] = rows.annotate(began=recorded)
    return counted


def _contacts(area: Area, starts: str, ended_on: date | None) -> QuerySet[Contact]:
    return begun(Contact.objects.filter(area.q()), starts, ended_on, _day("at"))


def _erase(ids: Sequence[UUID]) -> int:
    found = list(
        Contact.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True)
    )
    with pgtrigger.ignore():
        Contact.objects.filter(pk__in=found).delete()
    prune(Contact.pgh_event_model.objects.filter(pgh_obj_id__in=found))  # type: ignore[attr-defined]
    return len(found)


def _homes(area: Area, starts: str, ended_on: date | None) -> QuerySet[Home]:
    """Of homes that somebody is to reach it goes on being known how it stands."""
    rows = Home.objects.filter(area.q())
    if starts == "recorded":
        rows = rows.filter(state=State.OUT)
    return begun(rows, starts, ended_on, F("asked_on"))


def _forget(ids: Sequence[UUID]) -> int:
    found = list(Home.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
    Home.objects.filter(pk__in=found).delete()
    settle(measures=OF_A_HOME, sources=found, reason="retention")
    return len(found)


RETAINED = (
    Retained("contacts", STARTS, _contacts, _erase),
    Retained("contacts", STARTS, _homes, _forget),
)
