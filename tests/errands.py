"""Errands for tests: asked for, planned, run."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from django.urls import reverse
from PIL import Image

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.errands.models import (
    Attempt,
    CashCount,
    CashEntry,
    CashHandOver,
    Item,
    Photo,
    Receipt,
    Request,
    Round,
    Standing,
)
from wanli.domains.errands.operations.ask import Asked, ask
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.keep_photo import keep_photo
from wanli.domains.errands.operations.money import add_receipt, advance, count
from wanli.domains.errands.operations.plan_rounds import make_round
from wanli.domains.errands.operations.run import take
from wanli.domains.errands.operations.shop import Found, bought, mark_items
from wanli.domains.errands.operations.standing import Rhythm, ask_standing
from wanli.domains.errands.rules.lines import Wanted
from wanli.domains.places.models import Place
from wanli.ground.pictures import Sent
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
EGGS, MILK = Wanted("鸡蛋", Decimal(1), "盒"), Wanted("牛奶", Decimal(2), "盒", "要低脂的")


def access(world: World, key: str) -> Access:
    """The rights of a persona."""
    return access_of(world.users[key].pk)


def asked(home: Place, *items: Wanted, kind: str = "shopping", shop: str = "好德") -> Request:
    """What a home wants."""
    wants = Asked(kind, items or (EGGS, MILK), shop)
    return ask(access=SYSTEM, label=home.label, asked=wants, request_id=uuid7())


def planned(*requests: Request) -> Round:
    """One round of them."""
    return make_round(
        access=SYSTEM, request_ids=[request.pk for request in requests], round_id=uuid7()
    )


def taken(world: World, key: str, *requests: Request) -> Round:
    """A round that a persona runs."""
    tour = planned(*requests)
    return take(access=access(world, key), round_id=tour.pk)


def found(request: Request, *prices: int | None) -> dict[UUID, Found]:
    """What came of its items, in their order: a price in fen, or none."""
    items = request.items.order_by("number")
    return {
        item.pk: Found(price is not None, price) for item, price in zip(items, prices, strict=True)
    }


def shopped(world: World, key: str, request: Request, *prices: int | None) -> None:
    """All of it bought for these prices."""
    me = access(world, key)
    mark_items(access=me, request_id=request.pk, found=found(request, *prices))
    bought(access=me, request_id=request.pk)


def picture() -> bytes:
    """A small photo."""
    drawn = BytesIO()
    Image.new("RGB", (30, 40), "white").save(drawn, "JPEG")
    return drawn.getvalue()


def errand_rows(world: World, stairwell: Place | None = None) -> Request:
    """A row in every table of the domain, at a stairwell."""
    at = stairwell or world.stairwell
    key = "committee_worker" if at == world.stairwell else "other_worker"
    home, me = world.home(at), access(world, key)
    wants = Asked("shopping", (EGGS,))
    ask_standing(
        access=SYSTEM, label=home.label, asked=wants, rhythm=Rhythm([1], time(9)),
        standing_id=uuid7(),
    )  # fmt: skip
    first, other = asked(home), asked(home)
    tour = taken(world, key, first, other)
    advance(access=me, round_id=tour.pk, amount_fen=5000, move=uuid7())
    shopped(world, key, first, 1250, None)
    add_receipt(access=me, round_id=tour.pk, total_fen=1250, receipt_id=uuid7())
    count(access=me, round_id=tour.pk, counted_fen=3750, count_id=uuid7())
    passing = CashHandOver.objects.create(
        round=tour, path=tour.path, giver_id=me.user_id, given_fen=100,
        taker=world.users["committee_secretary"],
    )  # fmt: skip
    assert passing.open
    photo = keep_photo(access=me, what="proof", sent=Sent.of(picture()), request_id=first.pk)
    told = AtTheDoor("nobody", photo_id=photo.pk)
    record_attempt(access=me, request_id=first.pk, told=told, attempt_id=uuid7())
    for model in (
        Attempt,
        CashCount,
        CashEntry,
        CashHandOver,
        Item,
        Photo,
        Receipt,
        Round,
        Standing,
    ):
        assert model._default_manager.exists(), model
    first.refresh_from_db()
    return first


def errand_address(world: World, view: str, at: Place) -> str:
    """The address of a page of errands that is about something at a stairwell."""
    home = world.home(at)
    if view in ("errands:ask", "errands:home_money"):
        return reverse(view, args=[home.label])
    request = Request.objects.filter(path=home.path).first() or errand_rows(world, at)
    if view == "errands:end_standing":
        return reverse(view, args=[Standing.objects.filter(path=home.path)[0].pk])
    if view in ("errands:swap", "errands:answer"):
        return reverse(view, args=[request.items.all()[0].pk])
    if view == "errands:photo":
        return reverse(view, args=[Photo.objects.filter(path=home.path)[0].pk])
    if view == "errands:void_receipt":
        return reverse(view, args=[Receipt.objects.filter(round=request.round)[0].pk])
    if view == "errands:got_cash":
        return reverse(view, args=[CashHandOver.objects.filter(round=request.round)[0].pk])
    if view in (
        "errands:round", "errands:take", "errands:take_over", "errands:finish", "errands:give_up",
        "errands:book", "errands:receipt", "errands:give_cash",
    ):  # fmt: skip
        return reverse(view, args=[request.round_id])
    return reverse(view, args=[request.pk])
