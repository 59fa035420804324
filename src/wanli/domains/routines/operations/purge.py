"""Forget who recorded a routine, why it failed and what it looked like, when the term is over; the
figures stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import pgtrigger
from django.db import transaction
from django.db.models import F, Q, QuerySet

from wanli.domains.audit.operations.prune import prune
from wanli.domains.routines.models import RoutineCheck, RoutinePhoto
from wanli.domains.routines.photos import SHELF
from wanli.ground.area import Area
from wanli.ground.retention import Retained


def _recorded(area: Area, starts: str, ended_on: date | None) -> QuerySet[RoutineCheck]:
    told = Q(by__isnull=False) | ~Q(why="") | Q(photos__isnull=False)
    return RoutineCheck.objects.filter(area.q(), told).distinct().annotate(began=F("day"))


def _forget(ids: Sequence[UUID]) -> int:
    rows = RoutineCheck.objects.filter(pk__in=ids)
    photos = RoutinePhoto.objects.filter(check_of__in=ids)
    # The rows first: a file without a row is found and deleted by the next run.
    for file in photos.values_list("file", flat=True):
        transaction.on_commit(partial(SHELF.delete, file))
    photos.delete()
    with pgtrigger.ignore():
        n = rows.update(by=None, why="")
    prune(RoutineCheck.pgh_event_model.objects.filter(id__in=ids))  # type: ignore[attr-defined]
    return n


RETAINED = (Retained("routines", frozenset({"recorded"}), _recorded, _forget),)
