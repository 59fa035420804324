"""Money changes hands. Every movement has two sides in whole fen that add up to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request, managed_round
from wanli.domains.errands.models import (
    CashCount,
    CashEntry,
    Photo,
    Receipt,
    Request,
    Round,
    State,
)
from wanli.domains.errands.operations.run import held_by_runner
from wanli.domains.errands.rules.money import MOST_FEN, balanced, yuan
from wanli.domains.places.access import Place
from wanli.domains.places.queries import path_of_kind
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.reasons import reason_given

Account, Kind = CashEntry.Account, CashEntry.Kind


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a movement."""

    account: str
    path: str
    amount_fen: int
    place_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a movement belongs to. ``move`` is made where it was typed."""

    move: UUID
    kind: str
    round_id: UUID | None = None
    request_id: UUID | None = None
    why: str = ""


def advance(*, access: Access, round_id: UUID, amount_fen: int, move: UUID) -> None:
    """Out of the committee's till into the hands of whoever runs the round. The same ``move`` again
    changes nothing. Permission ``errand.manage``."""
    with transaction.atomic():
        tour = managed_round(access, round_id)
        till = _till(tour.path, -_some(amount_fen))
        book(access, Occasion(move, Kind.ADVANCE, tour.pk), (till, _buyer(tour, amount_fen)))


def hand_back(
    *, access: Access, round_id: UUID, amount_fen: int, move: UUID, user_id: UUID | None = None
) -> None:
    """What is left in somebody's hands (``user_id``; the runner's without it) goes into the till.
    The same ``move`` again changes nothing. Permission ``errand.manage``: who takes it says so.

    ``Refused`` when she has not got as much by the book: then something else is wrong first.
    """
    with transaction.atomic():
        tour = managed_round(access, round_id)
        if _known(move):
            return
        holder = user_id or tour.runner_id
        left = in_hand(tour, holder)
        if _some(amount_fen) > left:
            raise Refused(
                _("账上她手里只有 {left} 元,收不回 {n} 元。请先核对。"),
                field="amount",
                left=yuan(left),
                n=yuan(amount_fen),
            )
        till = _till(tour.path, amount_fen)
        hand = Side(Account.BUYER, tour.path, -amount_fen, user_id=holder)
        book(access, Occasion(move, Kind.BACK, tour.pk), (till, hand))


def book_purchase(access: Access, tour: Round, request: Request, buyer: UUID | None) -> None:
    """What was bought for a home: out of the buyer's hands, and the home owes it. Called by
    ``bought`` in its transaction; once a request."""
    spent = sum(item.price_fen or 0 for item in request.items.all())
    if spent:
        occasion = Occasion(request.pk, Kind.PURCHASE, tour.pk, request.pk)
        hand = Side(Account.BUYER, tour.path, -spent, user_id=buyer)
        book(access, occasion, (_home(request.place, spent), hand))


def pay(*, access: Access, request_id: UUID, amount_fen: int, move: UUID) -> None:
    """The home pays the runner at the door, or the committee when the round is over. The same
    ``move`` again changes nothing. Permission ``errand.run``; the runner, or who manages."""
    _at_the_door(access, request_id, _some(amount_fen), Kind.PAID, move)


def give_change(*, access: Access, request_id: UUID, amount_fen: int, move: UUID) -> None:
    """The runner gives the home back what it paid too much. As ``pay``."""
    _at_the_door(access, request_id, -_some(amount_fen), Kind.CHANGE, move)


def undo_purchase(*, access: Access, request_id: UUID, why: str, refunded: bool) -> None:
    """The home did not take what was bought for it: it owes nothing for it any more. Twice changes
    nothing. ``refunded``: the shop gave the money back to the runner; else it is the committee's
    loss, and stands there. Permission ``errand.manage``."""
    with transaction.atomic():
        request = held_request(access, request_id, "errand.manage")
        why = reason_given(why, _("请写几个字:东西去了哪里。"))
        if request.state not in (State.REFUSED, State.FAILED):
            raise Refused(_("只有没收下的才能冲销。"))
        bought = CashEntry.objects.filter(move=request.pk, account=Account.HOME).first()
        if bought is None or bought.round is None:
            raise Refused(_("这件没有花钱,不用冲销。"))
        spent, tour = bought.amount_fen, bought.round
        other = _buyer(tour, spent) if refunded else _lost(request.path, spent)
        # Its own number follows from the request's, so that it cannot be done twice.
        move = UUID(int=request.pk.int ^ 1)
        if not _known(move):
            occasion = Occasion(move, Kind.UNDONE, tour.pk, request.pk, why)
            book(access, occasion, (_home(request.place, -spent), other))


def book_difference(
    *, access: Access, round_id: UUID, amount_fen: int, why: str, move: UUID
) -> None:
    """What nobody can explain is put where everybody sees it: ``amount_fen`` more (or fewer, below
    nought) in the runner's hands than the book said. Permission ``errand.manage``."""
    with transaction.atomic():
        tour = managed_round(access, round_id)
        why = reason_given(why, _("请写几个字:差在哪里。"))
        _some(abs(amount_fen))
        sides = (_buyer(tour, amount_fen), _lost(tour.path, -amount_fen))
        book(access, Occasion(move, Kind.DIFFERENCE, tour.pk, why=why), sides)


def add_receipt(
    *,
    access: Access,
    round_id: UUID,
    total_fen: int,
    receipt_id: UUID,
    photo_id: UUID | None = None,
) -> Receipt:
    """What a shop charged, as its receipt says; held against what the homes were charged. The same
    ``receipt_id`` again changes nothing. Permission ``errand.run``; the runner."""
    with transaction.atomic():
        tour = held_by_runner(access, round_id)
        known = Receipt.objects.filter(pk=receipt_id).first()
        if known is not None:
            if known.round_id != tour.pk:
                raise Hidden
            return known
        if photo_id and not Photo.objects.filter(pk=photo_id, round=tour).exists():
            raise Hidden
        return Receipt.objects.create(
            id=receipt_id, round=tour, path=tour.path, total_fen=_some(total_fen),
            photo_id=photo_id, by_id=access.user_id,
        )  # fmt: skip


def void_receipt(*, access: Access, receipt_id: UUID) -> None:
    """It was typed wrong; it stays, but counts no more. Twice changes nothing. Permission
    ``errand.run``; the runner."""
    with transaction.atomic():
        found = Receipt.objects.filter(pk=receipt_id).values_list("round_id", flat=True).first()
        if found is None:
            raise Hidden
        held_by_runner(access, found)
        Receipt.objects.filter(pk=receipt_id, void_at=None).update(void_at=clock.now())


def count(*, access: Access, round_id: UUID, counted_fen: int, count_id: UUID) -> CashCount:
    """What the runner counted in hand, beside what the book says; a difference stands on Today
    until it is explained. The same ``count_id`` again changes nothing."""
    with transaction.atomic():
        tour = held_by_runner(access, round_id)
        known = CashCount.objects.filter(pk=count_id).first()
        if known is not None:
            return known
        if not 0 <= counted_fen <= MOST_FEN or tour.runner_id is None:
            raise Refused(_("请写手里有多少钱,例如 12.50。"), field="amount")
        return CashCount.objects.create(
            id=count_id, path=tour.path, round=tour, user_id=tour.runner_id, day=clock.today(),
            book_fen=in_hand(tour, tour.runner_id), counted_fen=counted_fen,
        )  # fmt: skip


def in_hand(tour: Round, user_id: UUID | None) -> int:
    """What somebody has of a round's money by the book, in fen."""
    rows = CashEntry.objects.filter(round=tour, account=Account.BUYER, user=user_id)
    return int(rows.aggregate(n=Sum("amount_fen"))["n"] or 0)


def _at_the_door(access: Access, request_id: UUID, fen: int, kind: str, move: UUID) -> None:
    with transaction.atomic():
        request = held_request(access, request_id, "errand.run")
        if request.round_id is None:
            raise Refused(_("这件还没排进哪一趟,没有账。"))
        tour = held_by_runner(access, request.round_id)
        other = _buyer(tour, fen) if tour.state == Round.State.TAKEN else _till(tour.path, fen)
        if other.account == Account.TILL:
            access.require("errand.manage", tour.path)
        occasion = Occasion(move, kind, tour.pk, request.pk)
        book(access, occasion, (_home(request.place, -fen), other))


def book(access: Access, occasion: Occasion, sides: Iterable[Side]) -> None:
    """A movement, in the caller's transaction; the same again changes nothing."""
    listed = list(sides)
    if not balanced(side.amount_fen for side in listed):
        raise ValueError("the sides of a movement add up to nothing")
    if _known(occasion.move):
        return
    CashEntry.objects.bulk_create(
        CashEntry(
            id=uuid7(), move=occasion.move, kind=occasion.kind, round_id=occasion.round_id,
            request=occasion.request_id, why=occasion.why, account=side.account, path=side.path,
            place_id=side.place_id, user_id=side.user_id, amount_fen=side.amount_fen,
            day=clock.today(), at=clock.now(), by_id=access.user_id,
        )
        for side in listed
    )  # fmt: skip


def _known(move: UUID) -> bool:
    return CashEntry.objects.filter(move=move).exists()


def _buyer(tour: Round, fen: int) -> Side:
    if tour.runner_id is None:
        raise Refused(_("这一趟还没有人接,钱没有人拿。"))
    return Side(Account.BUYER, tour.path, fen, user_id=tour.runner_id)


def _home(place: Place, fen: int) -> Side:
    return Side(Account.HOME, place.path, fen, place_id=place.pk)


def _till(path: str, fen: int) -> Side:
    area = _area(path)
    return Side(Account.TILL, area.path, fen, place_id=area.pk)


def _lost(path: str, fen: int) -> Side:
    area = _area(path)
    return Side(Account.LOST, area.path, fen, place_id=area.pk)


def _area(path: str) -> Place:
    found = Place.objects.defer("geometry").filter(path=path_of_kind(path, "area")).first()
    if found is None:
        raise Refused(_("这里不在哪个居民区里,没有钱箱。"))
    return found


def _some(fen: int) -> int:
    if not 0 < fen <= MOST_FEN:
        raise Refused(_("请写多少钱,例如 12.50。"), field="amount")
    return fen
