"""Delete what people answered at their doors, when the term of a closed campaign is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

import pgtrigger
from django.db import transaction
from django.db.models import F, QuerySet

from wanli.domains.audit.operations.prune import prune
from wanli.domains.canvass.models import Campaign, Door, SheetPhoto, Visit
from wanli.domains.canvass.photos import SHELF
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel import clock


def _closed(area: Area, starts: str, ended_on: date | None) -> QuerySet[Campaign]:
    return Campaign.objects.filter(area.q(), closed_on__isnull=False, emptied_at=None).annotate(
        began=F("closed_on")
    )


def _empty(campaigns: Sequence[UUID]) -> int:
    """Visits, answers, remarks and pictures go; that a door was settled stays, for the figures."""
    list(Campaign.objects.select_for_update().filter(pk__in=campaigns).values("pk"))
    photos = SheetPhoto.objects.select_for_update().filter(sheet__campaign__in=campaigns)
    files = list(photos.values_list("file", flat=True))
    gone = photos.delete()[0]
    # The rows first: a file without a row is found and deleted by the next run.
    for name in files:
        transaction.on_commit(partial(SHELF.delete, name))
    gone += Visit.objects.filter(door__campaign__in=campaigns).delete()[0]
    with pgtrigger.ignore():
        Door.objects.filter(campaign__in=campaigns).update(result="", answers={}, note="")
    prune(Door.pgh_event_model.objects.filter(campaign_id__in=campaigns))  # type: ignore[attr-defined]
    Campaign.objects.filter(pk__in=campaigns).update(emptied_at=clock.now())
    return gone


RETAINED = (Retained("canvass", frozenset({"closed"}), _closed, _empty, batch=1),)
