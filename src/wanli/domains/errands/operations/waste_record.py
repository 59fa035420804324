"""What stood at a door: so many bags, none, or it was not given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.waste_access import held_stops
from wanli.domains.errands.waste_measures import OF_A_STOP
from wanli.domains.errands.waste_models import WasteCount, WasteStop
from wanli.domains.ledger.entries import settle
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given

MOST = 30
"""Bags of one home at once: more is a slip of the finger."""
LATE = timedelta(days=2)
"""So long ago it may have been and is still taken down."""
S = WasteStop.State


@dataclass(frozen=True, slots=True)
class Told:
    """Of one home. ``bags`` None: it was not given out, and ``why``."""

    stop: UUID
    bags: int | None
    why: str = ""
    sealed: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it."""

    changed: int
    differ: tuple[UUID, ...] = ()
    """Homes of which somebody else had counted another number before."""


def record_doors(
    *,
    access: Access,
    told: Sequence[Told],
    tally: UUID,
    at: datetime | None = None,
    again: bool = False,
) -> Recorded:
    """Write down what was fetched at these doors at ``at`` (now, if none is given). Permission
    ``errand.run`` at each.

    The same ``tally`` again changes nothing. Where somebody else has counted another number, hers
    stays and the two stand side by side until one counts ``again``: nobody's count is lost.
    """
    now = clock.now()
    at = min(at or now, now)
    if at < now - LATE:
        raise Refused(_("两天以前的不再补记。"), field="at")
    for one in told:
        if one.bags is not None and not 0 <= one.bags <= MOST:
            raise Refused(_("一户一次最多记 {most} 袋,请再数一遍。"), field="bags", most=MOST)
    with transaction.atomic():
        stops = held_stops(access, [one.stop for one in told])
        known = set(
            WasteCount.objects.filter(tally=tally, where="door").values_list("stop", flat=True)
        )
        new = [one for one in told if one.stop not in known]
        changed, differ = [], []
        for one in new:
            stop = stops[one.stop]
            if _differs(stop, one, again):
                differ.append(stop.pk)
                stop.disputed = True
                changed.append(stop)
            elif _write(stop, one, access, at, now):
                changed.append(stop)
        _keep(new, stops, tally, access, at)
        _save(changed)
        settle(measures=OF_A_STOP, sources=[one.pk for one in changed])
    return Recorded(len(changed), tuple(differ))


def _differs(stop: WasteStop, told: Told, again: bool) -> bool:
    if stop.state == S.HANDED and told.bags not in (None, stop.bags):
        raise Refused(_("这一户的已经交给清运队了,不能再改门口的袋数。"), field="bags")
    if again or told.bags is None:
        return False
    return stop.state in (S.NONE, S.COLLECTED, S.ARRIVED) and stop.bags != told.bags


def _write(stop: WasteStop, told: Told, access: Access, at: datetime, now: datetime) -> bool:
    if stop.state == S.HANDED:
        return False
    if told.bags is None:
        # What was fetched meanwhile by somebody else was fetched.
        if stop.state in (S.NONE, S.COLLECTED, S.ARRIVED):
            return False
        why = reason_given(told.why, _("请写几个字:为什么没收成。"))
        stop.state, stop.why, stop.at = S.MISSED, why, None
    elif (stop.state, stop.bags) in ((S.NONE, told.bags), (S.COLLECTED, told.bags)):
        if not stop.disputed:
            return False
        stop.disputed = False
    else:
        if stop.state != S.ARRIVED:
            stop.state = S.COLLECTED if told.bags else S.NONE
            stop.at = at
        stop.bags, stop.sealed, stop.disputed, stop.why = told.bags, told.sealed, False, ""
        stop.arrived = min(stop.arrived, told.bags)
        minutes = plan_in_force(stop.path).plan.waste.arrive_minutes
        stop.arrive_by = (stop.at or at) + timedelta(minutes=minutes)
    stop.by_id, stop.recorded_at = access.user_id, now
    return True


def _keep(
    told: Sequence[Told],
    stops: dict[UUID, WasteStop],
    tally: UUID,
    access: Access,
    at: datetime,
) -> None:
    WasteCount.objects.bulk_create(
        WasteCount(
            stop_id=one.stop, path=stops[one.stop].path, tally=tally, where=WasteCount.Where.DOOR,
            bags=one.bags, at=at, by_id=access.user_id,
        )
        for one in told
        if one.bags is not None
    )  # fmt: skip


def _save(stops: Sequence[WasteStop]) -> None:
    fields = (
        "state", "bags", "arrived", "sealed", "disputed", "at", "recorded_at", "arrive_by",
        "alarmed_at", "by", "why",
    )  # fmt: skip
    if stops:
        WasteStop.objects.bulk_update(stops, fields)
