"""What nobody did in time: its committee is told at once, the subdistrict some hours later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.places.queries import area_of, is_below_areas
from wanli.kernel import clock

COMMITTEE, SUBDISTRICT = 1, 2


def rise(
    rows: QuerySet[Any], *, due: str, upward_hours: int, at_most: int
) -> tuple[list[Any], list[Any]]:
    """Of these open rows, which have ``late_since`` and ``rung``: those that are late from now on,
    and those that have been for so many hours and rise to the subdistrict. ``due``: the column that
    says until when. In the caller's transaction, which holds both."""
    now = clock.now()
    held = rows.order_by("pk").select_for_update()
    every = rows.model._default_manager
    late = list(held.filter(late_since=None, **{f"{due}__lt": now})[:at_most])
    every.filter(pk__in=[one.pk for one in late]).update(late_since=now, rung=COMMITTEE)
    since = now - timedelta(hours=upward_hours)
    upward = list(held.filter(late_since__lt=since, rung__lt=SUBDISTRICT)[:at_most])
    every.filter(pk__in=[one.pk for one in upward]).update(rung=SUBDISTRICT)
    return late, upward


def tell_overdue(
    kind: str, head: str, late: Iterable[tuple[str, UUID]], upward: Sequence[UUID]
) -> None:
    """One message to each committee below ``head`` for what is ``late`` there (its path and its
    id), and one to the subdistrict for what rose."""
    by_area: dict[str, set[UUID]] = {}
    for path, one in late:
        if is_below_areas(path):
            by_area.setdefault(area_of(path), set()).add(one)
    notices = [Notice("committee", area, sorted(ids)) for area, ids in sorted(by_area.items())]
    if upward:
        notices.append(Notice("subdistrict", head, upward))
    if notices:
        tell(kind=kind, notices=notices, channels=Channels(head))
