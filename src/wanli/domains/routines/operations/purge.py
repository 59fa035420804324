"""Forget who recorded a routine and why it failed, when the term is over; the figures stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pgtrigger
from django.db.models import F, Q, QuerySet

from wanli.domains.audit.operations.prune import prune
from wanli.domains.routines.models import RoutineCheck
from wanli.ground.area import Area
from wanli.ground.retention import Retained


def _recorded(area: Area, starts: str, ended_on: date | None) -> QuerySet[RoutineCheck]:
    told = Q(by__isnull=False) | ~Q(why="")
    return RoutineCheck.objects.filter(area.q(), told).annotate(began=F("day"))


def _forget(ids: Sequence[UUID]) -> int:
    rows = RoutineCheck.objects.filter(pk__in=ids)
    with pgtrigger.ignore():
        n = rows.update(by=None, why="")
    prune(RoutineCheck.pgh_event_model.objects.filter(id__in=ids))  # type: ignore[attr-defined]
    return n


RETAINED = (Retained("routines", frozenset({"recorded"}), _recorded, _forget),)
