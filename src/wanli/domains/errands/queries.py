"""Reading requests: lists, counts, and one in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wanli.domains.errands.access import sees
from wanli.domains.errands.models import (
    OPEN,
    Attempt,
    CashHandOver,
    Item,
    Photo,
    Receipt,
    Request,
    Standing,
    State,
)
from wanli.domains.errands.operations.standing import wanted_of
from wanli.domains.errands.rules.lines import Wanted
from wanli.domains.errands.vault import What, open_note, open_what
from wanli.domains.places.queries import area_of, names
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.parts import Words
from wanli.ground.fields import below
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

DOOR = ("compound", "building", "stairwell", "household")
"""Kinds of place by which somebody on the way finds a door."""


@dataclass(frozen=True, slots=True)
class Goods:
    """One item of a request, opened."""

    item: Item
    what: What
    instead: What | None
    """What there would be instead."""

    @property
    def line(self) -> str:
        """As somebody would write it."""
        return str(Wanted(self.what.name, self.item.quantity, self.item.unit, self.what.note))


@dataclass(frozen=True, slots=True)
class Line:
    """A request as a row of a list."""

    request: Request
    address: str
    kind: str
    goods: tuple[Goods, ...]
    note: str

    @property
    def text(self) -> str:
        """All that it asks for, in one line."""
        return "、".join([*(one.line for one in self.goods), *([self.note] if self.note else [])])


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests stand how, at some places."""

    open: int = 0
    late: int = 0
    unplanned: int = 0


WHICH = ("open", "late", "asked", "done", "not")


def requests(paths: Iterable[str], which: str = "open") -> QuerySet[Request]:
    """Requests below these places: the most pressing first, what is over by when it ended."""
    rows = Request.objects.filter(below(paths)).select_related("place", "round")
    rows = rows.defer("place__geometry")
    if which == "done":
        return rows.filter(state=State.DONE).order_by("-ended_at", "pk")
    if which == "not":
        over = (State.REFUSED, State.FAILED, State.CANCELLED)
        return rows.filter(state__in=over).order_by("-ended_at", "pk")
    if which == "asked":
        rows = rows.filter(state__in=(State.ASKED, State.AGAIN))
    elif which == "late":
        rows = rows.filter(state__in=OPEN, late=True)
    else:
        rows = rows.filter(state__in=OPEN)
    return rows.order_by("wanted_by", "pk")


def counts(paths: Iterable[str]) -> Counts:
    """Of what is open. One query."""
    unplanned = Q(state__in=(State.ASKED, State.AGAIN))
    found = Request.objects.filter(below(paths), state__in=OPEN).aggregate(
        open=Count("pk"), late=Count("pk", Q(late=True)), unplanned=Count("pk", unplanned)
    )
    return Counts(**found)


def lines(found: Iterable[Request]) -> list[Line]:
    """Requests as rows. Two queries."""
    rows = list(found)
    goods: dict[UUID, list[Goods]] = {row.pk: [] for row in rows}
    for item in Item.objects.filter(request__in=goods).order_by("request", "number"):
        goods[item.request_id].append(goods_of(item))
    where = names([row.path for row in rows], kinds=DOOR)
    return [
        Line(
            row,
            where.get(row.path, row.place.name),
            name_of(row),
            tuple(goods[row.pk]),
            open_note(row.note_cipher),
        )
        for row in rows
    ]


def goods_of(item: Item) -> Goods:
    """An item, opened."""
    instead = open_what(item.swap_cipher) if item.swap_cipher else None
    return Goods(item, open_what(item.what_cipher), instead)


def name_of(request: Request) -> str:
    """What the plan called its kind, in the reader's language."""
    return said(Words(**request.kind_name)) if request.kind_name else request.kind


def at_home(path: str, *, over: int = 5) -> list[Line]:
    """What a home asked for: all that is open, and the last few that are over."""
    open_ones = requests([path], "open").filter(path=path)
    rows = Request.objects.filter(path=path).exclude(state__in=OPEN)
    ended = rows.select_related("place", "round").defer("place__geometry").order_by("-ended_at")
    return lines([*open_ones, *ended[:over]])


@dataclass(frozen=True, slots=True)
class Daily:
    """A standing request as a row."""

    standing: Standing
    wanted: tuple[Wanted, ...]

    @property
    def text(self) -> str:
        """All that it asks for, in one line."""
        return "、".join(str(one) for one in self.wanted)


def standing_at(path: str) -> list[Daily]:
    """What a home wants every day."""
    found = Standing.objects.filter(path=path, ended_at=None).order_by("asked_at")
    return [Daily(one, tuple(wanted_of(one))) for one in found]


def shops_near(paths: Sequence[str], *, at_most: int = 12) -> list[str]:
    """Shops that were wished for in the area lately, the most wished for first."""
    rows = Request.objects.filter(below([area_of(path) for path in paths])).exclude(shop="")
    counted = rows.values_list("shop").annotate(n=Count("pk")).order_by("-n", "shop")
    return [shop for shop, _n in counted[:at_most]]


def attempts_of(request: Request) -> list[tuple[Attempt, str]]:
    """What happened at the door, the latest first, with what was said about it."""
    found = request.attempts.select_related("by", "photo").order_by("-at")
    return [(one, open_note(one.note_cipher)) for one in found]


def photos_of(request: Request) -> list[Photo]:
    """Its pictures."""
    return list(request.photos.order_by("at"))


def photo_for(access: Access, photo_id: UUID) -> Photo:
    """A picture; ``Hidden`` when missing or not open to ``access``."""
    found = Photo.objects.filter(pk=photo_id).first()
    if found is None or not sees(access, found.path):
        raise Hidden
    return found


def why_of(request: Request) -> str:
    """Why it was called off or could not be done."""
    return open_note(request.why_cipher)


def item_for(access: Access, item_id: UUID, permission: str) -> Item:
    """An item with its request; ``Hidden`` when missing or not open to ``access``."""
    found = Item.objects.select_related("request").filter(pk=item_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def hand_over_for(access: Access, hand_over_id: UUID) -> CashHandOver:
    """Cash on its way between two runners, for whoever runs; ``Hidden`` when missing or not open
    to ``access``."""
    found = CashHandOver.objects.filter(pk=hand_over_id).first()
    if found is None or not access.can("errand.run", found.path):
        raise Hidden
    return found


def receipt_for(access: Access, receipt_id: UUID) -> Receipt:
    """A receipt, for whoever runs; ``Hidden`` when missing or not open to ``access``."""
    found = Receipt.objects.filter(pk=receipt_id).first()
    if found is None or not access.can("errand.run", found.path):
        raise Hidden
    return found


__all__ = ["Counts", "Daily", "Goods", "Line", "Photo", "Request", "Standing"]
