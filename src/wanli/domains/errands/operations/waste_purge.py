"""Forget at which doors waste of an observed home was fetched, when the term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pgtrigger
from django.db.models import F, Q, QuerySet

from wanli.domains.audit.operations.prune import prune
from wanli.domains.errands.waste_measures import OF_A_STOP
from wanli.domains.errands.waste_models import WasteCount, WasteHandOver, WasteStop
from wanli.domains.ledger.entries import settle
from wanli.ground.area import Area
from wanli.ground.retention import Retained


def _fetched(area: Area, starts: str, ended_on: date | None) -> QuerySet[WasteStop]:
    return WasteStop.objects.filter(area.q()).exclude(state="due").annotate(began=F("day"))


def _erase(ids: Sequence[UUID]) -> int:
    """The homes, their counts and their history; what was handed over stays, as a number."""
    with pgtrigger.ignore():
        WasteCount.objects.filter(stop__in=ids).delete()
        WasteStop.objects.filter(pk__in=ids).delete()
    settle(measures=OF_A_STOP, sources=ids)
    prune(WasteStop.pgh_event_model.objects.filter(pgh_obj_id__in=ids))  # type: ignore[attr-defined]
    return len(ids)


def _taken(area: Area, starts: str, ended_on: date | None) -> QuerySet[WasteHandOver]:
    told = Q(by__isnull=False) | ~Q(slip="")
    return WasteHandOver.objects.filter(area.q(), told).annotate(began=F("round__day"))


def _forget(ids: Sequence[UUID]) -> int:
    return WasteHandOver.objects.filter(pk__in=ids).update(by=None, slip="")


RETAINED = (
    Retained("errands", frozenset({"closed"}), _fetched, _erase),
    Retained("errands", frozenset({"closed"}), _taken, _forget),
)
