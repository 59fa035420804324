"""Make rounds out of requests, take a request out again, give a round up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request, managed_round
from wanli.domains.errands.measures import OF_A_REQUEST, OF_A_ROUND
from wanli.domains.errands.models import CashEntry, Request, Round, State, Turn
from wanli.domains.errands.rules.states import may_follow, round_may_follow
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import Place
from wanli.domains.places.queries import in_order
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MOST = 60
"""Requests in one round."""
WAITING = (State.ASKED, State.AGAIN)


def make_round(
    *,
    access: Access,
    request_ids: Sequence[UUID],
    round_id: UUID,
    shop: str = "",
    as_given: bool = False,
) -> Round:
    """One round of these requests, in the order of their doors, or ``as_given``; runners may take
    it at once. What was bought before and not taken at the door is not bought again.

    The same ``round_id`` again changes nothing. Permission ``errand.manage`` at every home.
    ``Refused`` when they are not all got in one way, or some is not waiting any more: then
    nothing is made, and the page is to be looked at again.
    """
    with transaction.atomic():
        hold_tree()
        known = Round.objects.filter(pk=round_id).first()
        if known is not None:
            access.require("errand.manage", known.path)
            return known
        rows = _waiting(access, request_ids)
        place = _above([row.path for row in rows])
        tour = Round.objects.create(
            id=round_id,
            place=place,
            path=place.path,
            how=rows[0].how,
            shop=" ".join(shop.split())[:60] or _shop(rows),
            by_when=min(row.wanted_by for row in rows),
            made_by_id=access.user_id,
        )
        paid = _paid(row.pk for row in rows)
        given = {key: at for at, key in enumerate(request_ids)}
        order = sorted(rows, key=lambda row: given[row.pk]) if as_given else in_order(rows)
        for position, row in enumerate(order, 1):
            row.round, row.position = tour, position
            row.state = State.BOUGHT if row.pk in paid else State.PLANNED
            row.save(update_fields=["round", "position", "state"])
        settle(measures=OF_A_REQUEST, sources=[row.pk for row in rows])
        settle(measures=OF_A_ROUND, sources=[tour.pk])
    return tour


def take_out(*, access: Access, request_id: UUID) -> Request:
    """Out of its round, back to those that wait. Twice changes nothing. Permission
    ``errand.manage``."""
    with transaction.atomic():
        request = held_request(access, request_id, "errand.manage")
        if request.state == State.ASKED:
            return request
        if not may_follow(request.state, State.ASKED):
            raise Refused(
                _("这件已经是“{state}”,不能再拿出来。"), state=request.get_state_display()
            )
        request.state, request.round, request.position = State.ASKED, None, 0
        request.save(update_fields=["state", "round", "position"])
        settle(measures=OF_A_REQUEST, sources=[request.pk])
    return request


def give_up_round(*, access: Access, round_id: UUID) -> Round:
    """Nobody runs it; what was in it waits again. Twice changes nothing. Permission
    ``errand.manage``. ``Refused`` once something of it is bought."""
    with transaction.atomic():
        tour = managed_round(access, round_id)
        if tour.state == Round.State.CANCELLED:
            return tour
        rows = list(tour.requests.select_for_update().order_by("pk"))
        spent = CashEntry.objects.filter(round=tour, kind=CashEntry.Kind.PURCHASE).exists()
        if spent or not round_may_follow(tour.state, Round.State.CANCELLED):
            raise Refused(_("这一趟已经买了东西或跑完了,不能取消。可以换人接着跑。"))
        back = [row for row in rows if row.state in (State.PLANNED, State.BOUGHT, State.AGAIN)]
        for row in back:
            row.state = State.ASKED if row.state == State.PLANNED else State.AGAIN
            row.round, row.position = None, 0
            row.save(update_fields=["state", "round", "position"])
        now = clock.now()
        tour.state, tour.ended_at, tour.runner = Round.State.CANCELLED, now, None
        tour.save(update_fields=["state", "ended_at", "runner"])
        Turn.objects.filter(round=tour, until=None).update(until=now)
        settle(measures=OF_A_REQUEST, sources=[row.pk for row in back])
        settle(measures=OF_A_ROUND, sources=[tour.pk])
    return tour


def _waiting(access: Access, ids: Collection[UUID]) -> list[Request]:
    if not ids:
        raise Refused(_("请至少勾一件。"))
    if len(ids) > MOST:
        raise Refused(_("一趟最多 {n} 件。请分成几趟。"), n=MOST)
    rows = list(Request.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk"))
    if len(rows) < len(set(ids)) or not all(access.can("errand.manage", r.path) for r in rows):
        raise Hidden
    if any(row.state not in WAITING for row in rows):
        raise Refused(_("有的已经排好、送到或取消了。请重新看一遍再排。"))
    if len({row.how for row in rows}) > 1:
        raise Refused(_("一趟只能走一种路:去店里、去药店、去门岗,或请人上门。请分开排。"))
    return rows


def _paid(ids: Iterable[UUID]) -> set[UUID]:
    """Those of these requests whose things were bought."""
    rows = CashEntry.objects.filter(request__in=list(ids), kind=CashEntry.Kind.PURCHASE)
    return {row for row in rows.values_list("request", flat=True) if row}


def _shop(rows: Sequence[Request]) -> str:
    named = {row.shop for row in rows if row.shop}
    return named.pop() if len(named) == 1 else ""


def _above(paths: Sequence[str]) -> Place:
    """The nearest place above all of these homes."""
    common = paths[0].split(".")[:-1]
    for path in paths[1:]:
        labels = path.split(".")[:-1]
        while common != labels[: len(common)]:
            common.pop()
    return Place.objects.defer("geometry").get(path=".".join(common))
