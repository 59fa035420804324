"""At the collection point: count what arrived, find what did not, hand it to the disposal team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.operations.waste_record import MOST, Recorded
from wanli.domains.errands.waste_access import held_round, held_stops
from wanli.domains.errands.waste_alarm import tell_missing
from wanli.domains.errands.waste_measures import OF_A_STOP
from wanli.domains.errands.waste_models import WasteCount, WasteHandOver, WasteRound, WasteStop
from wanli.domains.ledger.entries import settle
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given

S = WasteStop.State
FIELDS = ("state", "bags", "arrived", "disputed", "alarmed_at", "why")


def count_at_point(
    *,
    access: Access,
    round_id: UUID,
    bags: Mapping[UUID, int],
    tally: UUID,
    disinfected: bool,
    again: bool = False,
) -> Recorded:
    """Write down how many bags of each home arrived. Permission ``errand.run`` at the compound.

    The committee is told at once of what is missing. The same ``tally`` again changes nothing;
    where somebody has counted another number before, hers stays until one counts ``again``.
    """
    if not disinfected:
        raise Refused(_("请先给垃圾袋外面消毒,再勾“消毒过了”。"), field="disinfected")
    if any(not 0 <= n <= MOST for n in bags.values()):
        raise Refused(_("一户一次最多记 {most} 袋,请再数一遍。"), field="bags", most=MOST)
    now = clock.now()
    with transaction.atomic():
        found, stops = held_round(access, round_id)
        if not set(bags) <= set(stops):
            raise Hidden
        known = set(
            WasteCount.objects.filter(tally=tally, where="point").values_list("stop", flat=True)
        )
        changed, differ, missing = [], [], []
        for key, n in bags.items():
            stop = stops[key]
            if key in known or stop.state not in (S.COLLECTED, S.ARRIVED):
                continue
            if n > stop.bags:
                raise Refused(
                    _("{room}:门口记了 {bags} 袋,这里数到 {n} 袋。请先去改这一户门口的袋数。"),
                    field="bags", room=stop.place.name, bags=stop.bags, n=n,
                )  # fmt: skip
            WasteCount.objects.create(
                stop=stop, path=stop.path, tally=tally, where=WasteCount.Where.POINT, bags=n,
                at=now, by_id=access.user_id,
            )  # fmt: skip
            if stop.state == S.ARRIVED and n != stop.arrived and not again:
                stop.disputed = True
                differ.append(key)
            elif (stop.state, stop.arrived, stop.disputed) != (S.ARRIVED, n, False):
                stop.state, stop.arrived, stop.disputed = S.ARRIVED, n, False
                if n < stop.bags:
                    missing.append(stop)
                    stop.alarmed_at = now
            else:
                continue
            changed.append(stop)
        _save(changed)
        tell_missing(found.path, missing)
    return Recorded(len(changed), tuple(differ))


def explain(*, access: Access, stop_id: UUID, how: str, why: str) -> None:
    """Say what became of bags that did not arrive: ``found``, or ``miscounted`` at the door; and
    how one knows. Permission ``errand.run`` at the home."""
    why = reason_given(why, _("请写几个字:在哪里找到的,或怎么数错的。"))
    if how not in ("found", "miscounted"):
        raise Refused(_("请选:找到了,还是门口数错了。"), field="how")
    with transaction.atomic():
        stop = held_stops(access, [stop_id])[stop_id]
        if not stop.missing:
            return
        if stop.state == S.COLLECTED:
            if how == "found":
                stop.state, stop.arrived = S.ARRIVED, stop.bags
            else:
                stop.state, stop.bags = S.NONE, 0
        elif how == "found":
            stop.arrived = stop.bags
        else:
            stop.bags = stop.arrived
        stop.why, stop.disputed = why, False
        _save([stop])


def hand_over(
    *, access: Access, round_id: UUID, bags: int, slip: str, hand_over_id: UUID
) -> WasteHandOver:
    """The disposal team took all that stood there. Permission ``errand.run`` at the compound.

    The number must be the one that was counted there: if one is gone, it is said first of whose.
    The same ``hand_over_id`` again changes nothing.
    """
    slip = " ".join(slip.split())[:40]
    with transaction.atomic():
        found, stops = held_round(access, round_id)
        known = WasteHandOver.objects.filter(pk=hand_over_id, round=found).first()
        if known:
            return known
        here = [one for one in stops.values() if one.state == S.ARRIVED]
        _refuse_handing(here, bags, slip)
        for one in here:
            one.state = S.HANDED
        made = WasteHandOver.objects.create(
            pk=hand_over_id, round=found, path=found.path, bags=bags, slip=slip,
            by_id=access.user_id,
        )  # fmt: skip
        _save(here)
    return made


def _refuse_handing(here: list[WasteStop], bags: int, slip: str) -> None:
    total = sum(one.arrived for one in here)
    if not total:
        raise Refused(_("暂存点没有数过的垃圾。请先数一遍,再交。"), field="bags")
    if any(one.disputed for one in here):
        raise Refused(_("有几户两个人数的不一样。请再数一遍,再交。"), field="bags")
    if bags != total:
        raise Refused(
            _("暂存点记的是 {total} 袋,交的是 {bags} 袋。请再数一遍;少了的,先改是哪一户少了。"),
            field="bags", total=total, bags=bags,
        )  # fmt: skip
    if not slip:
        raise Refused(_("请写联单号或车牌,查得到是谁拉走的。"), field="slip")


def raise_overdue() -> int:
    """Bags that were not counted at the point in time did not arrive: the committees are told;
    of how many homes. Needs the system's scope."""
    with transaction.atomic():
        late = WasteStop.objects.filter(
            state=S.COLLECTED, arrive_by__lt=clock.now(), alarmed_at=None
        )
        stops = list(late.select_for_update().order_by("pk")[:5000])
        for one in stops:
            one.alarmed_at = clock.now()
        _save(stops)
        by_round: dict[UUID, list[WasteStop]] = {}
        for one in stops:
            by_round.setdefault(one.round_id, []).append(one)
        for found in WasteRound.objects.filter(pk__in=by_round):
            tell_missing(found.path, by_round[found.pk])
    return len(stops)


def _save(stops: Iterable[WasteStop]) -> None:
    listed = list(stops)
    if listed:
        WasteStop.objects.bulk_update(listed, FIELDS)
        settle(measures=OF_A_STOP, sources=[one.pk for one in listed])
