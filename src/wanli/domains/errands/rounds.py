"""Reading rounds: those that may be taken, mine, one in full, and what to make next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.models import CashEntry, How, Item, Receipt, Request, Round, State, Turn
from wanli.domains.errands.planned import errands_at, weights_of
from wanli.domains.errands.queries import Goods, Line, goods_of, lines, requests
from wanli.domains.errands.rules.grouping import Wish, suggest
from wanli.domains.errands.rules.lists import Pile, Want, by_shelf
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.ground.fields import below

COMPOUND_LEVEL = 5
"""Labels in the path of a compound."""
MOST_WAITING = 600
"""Grouped at once; the most pressing of them."""


@dataclass(frozen=True, slots=True)
class Tour:
    """A round as a row."""

    round: Round
    where: str
    how: str
    doors: int
    open: int
    """Requests in it that are not over."""


def rounds(paths: Iterable[str], which: str = "open") -> QuerySet[Round]:
    """Rounds below these places: ``open`` for whoever takes them, ``taken``, or ``over``."""
    rows = Round.objects.filter(below(paths)).select_related("place", "runner")
    rows = rows.defer("place__geometry")
    if which == "over":
        return rows.filter(state__in=("done", "cancelled")).order_by("-ended_at", "pk")
    return rows.filter(state=which).order_by("by_when", "pk")


def mine(user_id: UUID) -> QuerySet[Round]:
    """What somebody has in hand."""
    rows = Round.objects.filter(runner=user_id, state=Round.State.TAKEN)
    return rows.select_related("place", "runner").defer("place__geometry").order_by("by_when")


def tours(found: Iterable[Round]) -> list[Tour]:
    """Rounds as rows. Two queries."""
    rows = list(found)
    counted = {
        row["round"]: row
        for row in Request.objects.filter(round__in=[row.pk for row in rows])
        .values("round")
        .annotate(
            doors=Count("place", distinct=True),
            open=Count("pk", Q(state__in=(State.PLANNED, State.BOUGHT))),
        )
    }
    where = names(row.path for row in rows)
    nothing = {"doors": 0, "open": 0}
    return [
        Tour(
            row,
            where.get(row.path, row.place.name),
            str(How(row.how).label),
            counted.get(row.pk, nothing)["doors"],
            counted.get(row.pk, nothing)["open"],
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Requests that go well in one round."""

    how: str
    shop: str
    where: str
    by_when: object
    lines: tuple[Line, ...]
    grams: int
    """About."""

    @property
    def kilos(self) -> str:
        """To be read."""
        return f"{self.grams / 1000:.1f}".removesuffix(".0")


def suggestions(paths: Sequence[str]) -> list[Suggestion]:
    """What waits at these places, grouped for rounds, the most pressing first."""
    waiting = lines(requests(paths, "asked")[:MOST_WAITING])
    known = {line.request.pk: line for line in waiting}
    rules = errands_at(min(paths, default=""))
    grams = weights_of(rules, (line.request for line in waiting))
    groups = suggest(
        (_wish(line.request, grams) for line in waiting), most_grams=rules.kilos * 1000
    )
    where = names(group.compound for group in groups)
    return [
        Suggestion(
            str(How(group.how).label),
            group.shop,
            where.get(group.compound, ""),
            group.by_when,
            tuple(known[wish.id] for wish in group.wishes),  # type: ignore[index]
            sum(wish.grams for wish in group.wishes),
        )
        for group in groups
    ]


def _wish(request: Request, grams: Mapping[UUID, int]) -> Wish:
    compound = ".".join(request.path.split(".")[:COMPOUND_LEVEL])
    return Wish(
        request.pk, request.how, request.shop, compound, request.path, request.wanted_by,
        grams.get(request.pk, 0),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lot:
    """The same thing for all homes of a round, and for which of them."""

    pile: Pile
    goods: tuple[tuple[Goods, str], ...]
    """Each with its door."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A shelf of a shopper's list."""

    name: str | Promise
    lots: tuple[Lot, ...]


def stops(tour: Round) -> list[Line]:
    """Its requests in the order of the doors."""
    found = tour.requests.select_related("place", "round").defer("place__geometry")
    return lines(found.order_by("position", "pk"))


def shopping_list(tour: Round, found: Sequence[Line]) -> list[Shelf]:
    """What is still to be bought, merged by shelf."""
    found = [line for line in found if line.request.state == State.PLANNED]
    rules = errands_at(tour.path)
    called: dict[str, str] = {shelf.key: said(shelf.name) for shelf in rules.shelves}
    goods = {one.item.pk: (one, line.address) for line in found for one in line.goods}
    wants = [
        Want(one.item.pk, line.request.pk, one.item.shelf, one.what.name, one.item.quantity,
            one.item.unit)
        for line in found
        for one in line.goods
    ]  # fmt: skip
    shelves = by_shelf(wants, [shelf.key for shelf in rules.shelves])
    return [
        Shelf(
            called.get(key, _("其他")),
            tuple(
                Lot(pile, tuple(goods[want.id] for want in pile.wants))  # type: ignore[index]
                for pile in piles
            ),
        )
        for key, piles in shelves
    ]


def spent(found: Iterable[Line]) -> dict[UUID, int]:
    """What the things of each request cost, in fen."""
    return {line.request.pk: sum(one.item.price_fen or 0 for one in line.goods) for line in found}


def bought_before(tour: Round) -> set[UUID]:
    """Requests whose things were bought in a round before this one; somebody has them."""
    rows = CashEntry.objects.filter(request__in=tour.requests.values("pk"))
    rows = rows.filter(kind=CashEntry.Kind.PURCHASE).exclude(round=tour)
    return {row for row in rows.values_list("request", flat=True) if row}


def turns_of(tour: Round) -> list[Turn]:
    """Who had it in hand, the latest first."""
    return list(tour.turns.select_related("user").order_by("-since"))


def receipts_of(tour: Round) -> list[Receipt]:
    """Its receipts."""
    return list(tour.receipts.filter(void_at=None).select_related("photo").order_by("at"))


def swaps_asked(path: str) -> list[Goods]:
    """Of a home: what it is asked about."""
    found = Item.objects.filter(request__path=path, swap=Item.Swap.ASKED, request__state="planned")
    return [goods_of(item) for item in found.select_related("request").order_by(F("swap_at"))]


def counted(paths: Iterable[str]) -> dict[str, int]:
    """How many rounds stand how. One query."""
    found: defaultdict[str, int] = defaultdict(int)
    rows = Round.objects.filter(below(paths), state__in=("open", "taken"))
    for state, n in rows.values_list("state").annotate(n=Count("pk")):
        found[state] = n
    return dict(found)


__all__ = ["Lot", "Round", "Shelf", "Suggestion", "Tour"]
