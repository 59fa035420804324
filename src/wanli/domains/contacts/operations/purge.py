"""Delete who was in touch with whom, when the plan's term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pgtrigger
from django.db.models import DateField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.contacts.measures import OF_A_CARED, OF_A_HOME, OF_A_VISIT
from wanli.domains.contacts.models import Cared, Contact, Home, Offer, RoundSheet, State, Visit
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
        Visit.objects.filter(contact__in=found).update(contact=None)
        Contact.objects.filter(pk__in=found).delete()
    prune(Contact.pgh_event_model.objects.filter(pgh_obj_id__in=found))  # type: ignore[attr-defined]
    return len(found)


def _sheets(area: Area, starts: str, ended_on: date | None) -> QuerySet[RoundSheet]:
    """A sheet stays as long as anything that was typed from it."""
    rows = RoundSheet.objects.filter(area.q()).exclude(
        Exists(Contact.objects.filter(sheet=OuterRef("pk")))
    )
    return begun(rows, starts, ended_on, _day("printed_at"))


def _throw_away(ids: Sequence[UUID]) -> int:
    return RoundSheet.objects.filter(pk__in=ids, contacts=None).delete()[0]


def _homes(area: Area, starts: str, ended_on: date | None) -> QuerySet[Home]:
    """Of homes that somebody is to reach it goes on being known how it stands."""
    rows = Home.objects.filter(area.q())
    if ended_on:
        return rows.annotate(began=Value(ended_on, DateField()))
    return begun(rows.filter(state=State.OUT), starts, ended_on, F("asked_on"))


def _forget(ids: Sequence[UUID]) -> int:
    found = list(Home.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
    offers = list(Offer.objects.filter(home__in=found).values_list("pk", flat=True))
    with pgtrigger.ignore():
        Offer.objects.filter(pk__in=offers).delete()
        Home.objects.filter(pk__in=found).delete()
    prune(Offer.pgh_event_model.objects.filter(pgh_obj_id__in=offers))  # type: ignore[attr-defined]
    settle(measures=OF_A_HOME, sources=found, reason="retention")
    return len(found)


CARE = frozenset({"closed", "response_ended"})


def _cared(area: Area, starts: str, ended_on: date | None) -> QuerySet[Cared]:
    """Whoever is looked after stays; it goes, visits and all, once she is off the list."""
    rows = Cared.objects.filter(area.q())
    if ended_on:
        # With the response the list is over, too.
        return rows.annotate(began=Coalesce("ended_on", Value(ended_on, DateField())))
    if starts == "closed":
        return rows.exclude(ended_on=None).annotate(began=F("ended_on"))
    return rows.none().annotate(began=F("since"))


def _erase_cared(ids: Sequence[UUID]) -> int:
    found = list(Cared.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
    _erase_visits(list(Visit.objects.filter(cared__in=found).values_list("pk", flat=True)))
    offers = list(Offer.objects.filter(cared__in=found).values_list("pk", flat=True))
    with pgtrigger.ignore():
        Offer.objects.filter(pk__in=offers).delete()
        Cared.objects.filter(pk__in=found).delete()
    settle(measures=OF_A_CARED, sources=found, reason="retention")
    prune(Offer.pgh_event_model.objects.filter(pgh_obj_id__in=offers))  # type: ignore[attr-defined]
    prune(Cared.pgh_event_model.objects.filter(pgh_obj_id__in=found))  # type: ignore[attr-defined]
    return len(found)


def _visits(area: Area, starts: str, ended_on: date | None) -> QuerySet[Visit]:
    """Of those who are still looked after, visits that were made go by themselves."""
    rows = Visit.objects.filter(area.q())
    if starts == "closed":
        return rows.filter(state="done").annotate(began=_day("done_at"))
    return rows.none().annotate(began=_day("due_at"))


def _erase_visits(ids: Sequence[UUID]) -> int:
    found = list(Visit.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
    with pgtrigger.ignore():
        Visit.objects.filter(pk__in=found).delete()
    settle(measures=OF_A_VISIT, sources=found, reason="retention")
    prune(Visit.pgh_event_model.objects.filter(pgh_obj_id__in=found))  # type: ignore[attr-defined]
    return len(found)


RETAINED = (
    Retained("care", CARE, _visits, _erase_visits),
    Retained("care", CARE, _cared, _erase_cared),
    Retained("contacts", STARTS, _contacts, _erase),
    Retained("contacts", STARTS, _sheets, _throw_away),
    Retained("contacts", STARTS, _homes, _forget),
)
