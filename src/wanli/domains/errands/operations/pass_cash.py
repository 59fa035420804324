"""Cash goes from one runner of a round to another: both say how much, and then it is booked."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_round
from wanli.domains.errands.accounts import may_take_cash
from wanli.domains.errands.models import CashEntry, CashHandOver
from wanli.domains.errands.operations.money import Occasion, Side, book, in_hand
from wanli.domains.errands.rules.money import MOST_FEN, yuan
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def give_cash(
    *, access: Access, round_id: UUID, taker_id: UUID, amount_fen: int, hand_over_id: UUID
) -> CashHandOver:
    """I gave her so much of this round's money. The same ``hand_over_id`` again says the sum anew,
    as long as it is not settled. Permission ``errand.run``.

    ``Refused`` when I have not got as much by the book, or she has not run this round.
    """
    with transaction.atomic():
        tour = held_round(access, round_id, "errand.run")
        known = CashHandOver.objects.select_for_update().filter(pk=hand_over_id).first()
        if known is not None and (known.round_id, known.giver_id) != (tour.pk, access.user_id):
            raise Hidden
        if known is not None and (not known.open or known.given_fen == amount_fen):
            return known
        left = in_hand(tour, access.user_id) - _promised(tour.pk, access.user_id, hand_over_id)
        if not 0 < amount_fen <= MOST_FEN:
            raise Refused(_("请写多少钱,例如 12.50。"), field="amount")
        if amount_fen > left:
            raise Refused(
                _("账上您手里只有 {left} 元,转不了 {n} 元。请先核对。"),
                field="amount", left=yuan(left), n=yuan(amount_fen),
            )  # fmt: skip
        if known is None:
            if taker_id not in {user.pk for user in may_take_cash(tour, access.user_id)}:
                raise Refused(_("只能转给跑过这一趟的人。请她先接着跑,或交回居委。"))
            assert access.user_id is not None
            known = CashHandOver(
                id=hand_over_id, round=tour, path=tour.path, giver_id=access.user_id,
                taker_id=taker_id,
            )  # fmt: skip
        known.given_fen = amount_fen
        known.save()
        return _settled(access, known)


def take_cash(*, access: Access, hand_over_id: UUID, amount_fen: int) -> CashHandOver:
    """I got it, and counted so much. Said again, the last counts, as long as it is not settled.
    Permission ``errand.run``; only who is to have it."""
    with transaction.atomic():
        found = _held(access, hand_over_id)
        if found.taker_id != access.user_id:
            raise Hidden
        if not found.open:
            if found.taken_fen == amount_fen:
                return found
            raise Refused(_("这一笔已经两边对上记了账,或给的人收回了。"))
        if not 0 <= amount_fen <= MOST_FEN:
            raise Refused(_("请写手里有多少钱,例如 12.50。"), field="amount")
        found.taken_fen = amount_fen
        found.save(update_fields=["taken_fen"])
        return _settled(access, found)


def withdraw_cash(*, access: Access, hand_over_id: UUID) -> CashHandOver:
    """It was not given after all. Twice changes nothing. Permission ``errand.run``; only who said
    so. ``Refused`` once it is settled: then it is given back the same way."""
    with transaction.atomic():
        found = _held(access, hand_over_id)
        if found.giver_id != access.user_id:
            raise Hidden
        if found.settled_at is not None:
            raise Refused(_("两边已经对上记了账。要拿回来,请对方再转给您。"))
        if found.withdrawn_at is None:
            found.withdrawn_at = clock.now()
            found.save(update_fields=["withdrawn_at"])
    return found


def _held(access: Access, hand_over_id: UUID) -> CashHandOver:
    tour_id = CashHandOver.objects.filter(pk=hand_over_id).values_list("round_id", flat=True)
    first = tour_id.first()
    if first is None:
        raise Hidden
    held_round(access, first, "errand.run")
    return CashHandOver.objects.select_for_update().select_related("round").get(pk=hand_over_id)


def _promised(round_id: UUID, user_id: UUID | None, but: UUID) -> int:
    """What she says she gave to others, and nobody has counted yet."""
    rows = CashHandOver.objects.filter(
        round=round_id, giver=user_id, settled_at=None, withdrawn_at=None
    ).exclude(pk=but)
    return sum(rows.values_list("given_fen", flat=True))


def _settled(access: Access, found: CashHandOver) -> CashHandOver:
    """Booked, if both say the same; else both sums stand as they are."""
    if found.taken_fen != found.given_fen or not found.given_fen:
        return found
    hand = CashEntry.Account.BUYER
    sides = (
        Side(hand, found.path, -found.given_fen, user_id=found.giver_id),
        Side(hand, found.path, found.given_fen, user_id=found.taker_id),
    )
    book(access, Occasion(found.pk, CashEntry.Kind.PASSED, found.round_id), sides)
    found.settled_at = clock.now()
    found.save(update_fields=["settled_at"])
    return found
