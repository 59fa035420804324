"""Reading the money: a home's account, a runner's cash book, a round, and what does not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from wanli.domains.accounts.access import User
from wanli.domains.errands.models import CashCount, CashEntry, CashHandOver, Receipt, Round, Turn
from wanli.domains.places.access import Place
from wanli.domains.places.queries import names
from wanli.ground.fields import below

Account, Kind = CashEntry.Account, CashEntry.Kind
LAST = 200
"""Movements shown."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement on an account, with what the account came to by it."""

    entry: CashEntry
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Book:
    """An account: the latest movement first."""

    balance_fen: int
    movements: tuple[Movement, ...]

    def days(self) -> list[tuple[date, int, list[Movement]]]:
        """Day by day, the latest first: what the account came to at its end, and its movements."""
        found: dict[date, list[Movement]] = {}
        for one in self.movements:
            found.setdefault(one.entry.day, []).append(one)
        return [(day, rows[0].balance_fen, rows) for day, rows in found.items()]


def home_book(path: str) -> Book:
    """What a home owes (above nought) or has paid ahead. Two queries."""
    return _book(CashEntry.objects.filter(account=Account.HOME, path=path))


def buyer_book(user_id: UUID) -> Book:
    """What somebody has in hand of other people's money. Two queries."""
    return _book(CashEntry.objects.filter(account=Account.BUYER, user=user_id))


def till_book(area: str) -> Book:
    """What a committee's till came to by errands."""
    return _book(CashEntry.objects.filter(account=Account.TILL, path=area))


def _book(rows: QuerySet[CashEntry]) -> Book:
    total = int(rows.aggregate(n=Sum("amount_fen"))["n"] or 0)
    movements, balance = [], total
    for entry in rows.select_related("by", "round").order_by("-at", "-pk")[:LAST]:
        movements.append(Movement(entry, balance))
        balance -= entry.amount_fen
    return Book(total, tuple(movements))


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with money of a round."""

    user: User
    fen: int


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of one round, in fen."""

    advanced: int
    bought: int
    """Put on the homes' accounts."""
    undone: int
    """Taken off them again, because nobody took it."""
    paid: int
    """By the homes, less the change they got."""
    holders: tuple[Holder, ...]
    """Who has something of it in hand, or has paid out of her own pocket."""
    receipts: int
    counted: CashCount | None

    @property
    def in_hand(self) -> int:
        """With all who ran it."""
        return sum(one.fen for one in self.holders)

    @property
    def receipts_differ(self) -> int:
        """By how much the receipts say more than the homes were charged; nought without any."""
        return self.receipts - self.bought if self.receipts else 0

    @property
    def count_differs(self) -> int:
        """By how much whoever counted has more in hand than the book says now; nought without a
        count."""
        if self.counted is None:
            return 0
        hers = sum(one.fen for one in self.holders if one.user.pk == self.counted.user_id)
        return self.counted.counted_fen - hers


def purse(tour: Round) -> Purse:
    """Four queries."""
    sums = {
        (row["kind"], row["account"]): int(row["n"])
        for row in CashEntry.objects.filter(round=tour)
        .values("kind", "account")
        .annotate(n=Sum("amount_fen"))
    }
    home = Account.HOME
    receipts = tour.receipts.filter(void_at=None).aggregate(n=Sum("total_fen"))["n"]
    return Purse(
        advanced=sums.get((Kind.ADVANCE, Account.BUYER), 0),
        bought=sums.get((Kind.PURCHASE, home), 0),
        undone=-sums.get((Kind.UNDONE, home), 0),
        paid=-(sums.get((Kind.PAID, home), 0) + sums.get((Kind.CHANGE, home), 0)),
        holders=_holders(tour),
        receipts=int(receipts or 0),
        counted=tour.counts.order_by("-at", "-pk").first(),
    )


def _holders(tour: Round) -> tuple[Holder, ...]:
    rows = CashEntry.objects.filter(round=tour, account=Account.BUYER).values_list("user")
    sums = {user: int(n) for user, n in rows.annotate(n=Sum("amount_fen")) if n and user}
    users = User.objects.filter(pk__in=sums).order_by("name")
    return tuple(Holder(user, sums[user.pk]) for user in users)


def passed(tour: Round) -> list[CashHandOver]:
    """Cash of a round that goes from runner to runner and is not settled, the first first."""
    rows = tour.hand_overs.filter(settled_at=None, withdrawn_at=None)
    return list(rows.select_related("giver", "taker").order_by("said_at", "pk"))


def may_take_cash(tour: Round, giver_id: UUID | None) -> list[User]:
    """Who else ran the round or runs it: to them its cash may go."""
    ran = Turn.objects.filter(round=tour).exclude(user=giver_id).values("user")
    return list(User.objects.filter(pk__in=ran).order_by("name"))


def owed(paths: Sequence[str]) -> dict[UUID, int]:
    """Homes below these places whose account is not nought: place and fen. One query."""
    rows = CashEntry.objects.filter(below(paths), account=Account.HOME, place__isnull=False)
    summed = rows.values_list("place").annotate(n=Sum("amount_fen")).exclude(n=0)
    return {place: int(n) for place, n in summed if place}


@dataclass(frozen=True, slots=True)
class Owing:
    """A home whose account is not nought."""

    label: str
    address: str
    fen: int


def homes_owing(paths: Sequence[str], *, at_most: int = 100) -> list[Owing]:
    """Those that owe most first; below nought: what they have paid ahead. Three queries."""
    sums = owed(paths)
    places = list(Place.objects.filter(pk__in=sums).defer("geometry"))
    where = names(place.path for place in places)
    rows = [Owing(p.label, where.get(p.path, p.name), sums[p.pk]) for p in places]
    return sorted(rows, key=lambda one: (-one.fen, one.address))[:at_most]


@dataclass(frozen=True, slots=True)
class Differing:
    """A round whose money does not agree, and by how many fen."""

    round: Round
    receipts_differ: int
    """More on the receipts than the homes were charged."""
    count_differs: int
    """More in hand than the book says."""
    passed_differs: bool = False
    """Whether two runners say different sums of what one gave the other."""


def unsettled(paths: Iterable[str], *, at_most: int = 50) -> list[Differing]:
    """Rounds below these places whose money does not agree: the receipts with what the homes were
    charged, what was counted with the book, or what one gave with what another got. One query."""
    rows: Any = differing(paths).select_related("runner", "place").defer("place__geometry")
    return [
        Differing(
            row,
            0 if row.receipted is None else row.receipted - row.charged,
            0 if row.told is None else row.told - row.held,
            row.passed_differs,
        )
        for row in rows.order_by("by_when")[:at_most]
    ]


def count_unsettled(paths: Iterable[str]) -> int:
    """How many there are. One query."""
    return differing(paths).count()


def differing(paths: Iterable[str]) -> QuerySet[Round]:
    """Rounds below these places whose money does not agree."""
    money = CashEntry.objects.filter(round=OuterRef("pk"))
    charged = _summed(money.filter(account=Account.HOME, kind=Kind.PURCHASE), "amount_fen")
    held = _summed(money.filter(account=Account.BUYER, user=OuterRef("teller")), "amount_fen")
    receipts = Receipt.objects.filter(round=OuterRef("pk"), void_at=None)
    newest = CashCount.objects.filter(round=OuterRef("pk")).order_by("-at", "-pk")
    nothing = Value(0, output_field=BigIntegerField())
    rows = Round.objects.filter(below(paths)).annotate(
        teller=Subquery(newest.values("user")[:1]),
        told=Subquery(newest.values("counted_fen")[:1]),
        receipted=_summed(receipts, "total_fen"),
        charged=Coalesce(charged, nothing),
    )
    rows = rows.annotate(held=Coalesce(held, nothing))
    passing = CashHandOver.objects.filter(round=OuterRef("pk"), settled_at=None, withdrawn_at=None)
    rows = rows.annotate(
        passed_differs=Exists(passing.exclude(taken_fen=None).exclude(taken_fen=F("given_fen")))
    )
    return rows.filter(
        Q(passed_differs=True)
        | Q(receipted__isnull=False) & ~Q(receipted=F("charged"))
        | Q(told__isnull=False) & ~Q(told=F("held"))
    )


def _summed(rows: QuerySet[Any], column: str) -> Subquery:
    """Their sum for each round, as a sub-select; nothing for none."""
    each = rows.order_by().values("round").annotate(n=Sum(column)).values("n")
    return Subquery(each, output_field=BigIntegerField())


def trial_balance(paths: Iterable[str]) -> int:
    """All accounts below these places together: nought, or a bug."""
    rows = CashEntry.objects.filter(below(paths))
    return int(rows.aggregate(n=Sum("amount_fen"))["n"] or 0)


__all__ = ["Book", "CashEntry", "Holder", "Movement", "Purse"]
