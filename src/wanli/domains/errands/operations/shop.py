"""What is done with each thing on a list: bought, not to be had, something else instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request
from wanli.domains.errands.measures import OF_A_REQUEST
from wanli.domains.errands.models import Item, Request, State
from wanli.domains.errands.operations.money import book_purchase
from wanli.domains.errands.operations.run import held_on_the_way, was_running
from wanli.domains.errands.rules.states import may_follow
from wanli.domains.errands.vault import What, open_what, seal_note, seal_what
from wanli.domains.ledger.entries import settle
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.reasons import reason_given


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one item: bought for a price in fen, or not to be had."""

    got: bool
    price_fen: int | None = None


def mark_items(
    *,
    access: Access,
    request_id: UUID,
    found: Mapping[UUID, Found],
    at: datetime | None = None,
) -> Request:
    """Say of these items of one request what came of them; the same again changes nothing.
    Permission ``errand.run``; the runner of its round, or who had it in hand ``at`` that moment.

    ``Refused`` when the home said no to something else, or has not answered: that is not bought.
    """
    with transaction.atomic():
        request = held_request(access, request_id, "errand.run")
        items = {item.pk: item for item in Item.objects.select_for_update().filter(request=request)}
        if found.keys() - items.keys():
            raise Hidden
        if request.state != State.PLANNED and all(_says(items[k], found[k]) for k in found):
            # The answer was lost on its way to the phone, which says it again.
            return request
        held_on_the_way(access, request, at)
        if request.state != State.PLANNED:
            raise Refused(_("这一户的已经买好。要改,请先记差额。"))
        for key, said in found.items():
            _mark(items[key], said)
    return request


def bought(*, access: Access, request_id: UUID, at: datetime | None = None) -> Request:
    """Everything of it that was to be had is in the bag, and the home owes what it cost. Twice
    changes nothing. Permission ``errand.run``; the runner, or who had the round in hand ``at`` that
    moment. ``Refused`` while an item is neither bought nor missing."""
    with transaction.atomic():
        request = held_request(access, request_id, "errand.run")
        if request.state in (State.BOUGHT, State.DONE):
            return request
        tour = held_on_the_way(access, request, at)
        if not may_follow(request.state, State.BOUGHT):
            raise Refused(_("这件已经是“{state}”。"), state=request.get_state_display())
        items = list(request.items.all())
        open_ones = sum(item.state == Item.State.WANTED for item in items)
        if open_ones:
            raise Refused(_("还有 {n} 样没说买到没有。"), n=open_ones)
        if items and all(item.state == Item.State.NONE for item in items):
            raise Refused(_("一样也没买到:请记为没办成,写上原因。"))
        request.state = State.BOUGHT
        request.save(update_fields=["state"])
        earlier = at is not None and was_running(tour, access.user_id, at)
        book_purchase(access, tour, request, access.user_id if earlier else tour.runner_id)
        settle(measures=OF_A_REQUEST, sources=[request.pk])
    return request


def cannot(*, access: Access, request_id: UUID, why: str, at: datetime | None = None) -> Request:
    """It cannot be done, and why. Twice changes nothing. Permission ``errand.run``; the runner, or
    who had the round in hand ``at`` that moment, or who manages errands where it is in none."""
    with transaction.atomic():
        request = held_request(access, request_id, "errand.run")
        if request.state == State.FAILED:
            return request
        why = reason_given(why, _("请写几个字:为什么办不成。"))
        if request.round_id is not None:
            held_on_the_way(access, request, at)
        else:
            access.require("errand.manage", request.path)
        if not may_follow(request.state, State.FAILED):
            raise Refused(_("这件已经是“{state}”。"), state=request.get_state_display())
        request.state, request.ended_at, request.why_cipher = (
            State.FAILED,
            clock.now(),
            seal_note(why),
        )
        request.save(update_fields=["state", "ended_at", "why_cipher"])
        settle(measures=OF_A_REQUEST, sources=[request.pk])
    return request


def ask_swap(*, access: Access, item_id: UUID, instead: str) -> Item:
    """Ask the home whether something else will do. The same again changes nothing. Permission
    ``errand.run``; the runner."""
    with transaction.atomic():
        item = _held(access, item_id, "errand.run")
        held_on_the_way(access, item.request)
        instead = " ".join(instead.split())[:60]
        if not instead:
            raise Refused(_("请写有什么可以换,例如:光明牛奶没有,有伊利的。"), field="instead")
        if item.swap_cipher and open_what(item.swap_cipher).name == instead:
            return item
        if item.request.state != State.PLANNED:
            raise Refused(_("这一户的已经买好,不用再问。"))
        item.swap, item.swap_at = Item.Swap.ASKED, clock.now()
        item.swap_cipher = seal_what(What(instead))
        item.save(update_fields=["swap", "swap_at", "swap_cipher"])
    return item


def answer_swap(*, access: Access, item_id: UUID, yes: bool) -> Item:
    """What the home says to it, by its link or on the phone. Twice changes nothing. Permission
    ``errand.ask``, or ``errand.run`` for the runner who was told at the door."""
    with transaction.atomic():
        right = "errand.ask" if access.has("errand.ask") else "errand.run"
        item = _held(access, item_id, right)
        wanted = Item.Swap.YES if yes else Item.Swap.NO
        if item.swap == wanted:
            return item
        if not item.swap or item.request.state != State.PLANNED:
            raise Refused(_("这一样已经定了,不用再答。"))
        item.swap, item.swap_at = wanted, clock.now()
        item.save(update_fields=["swap", "swap_at"])
    return item


def _says(item: Item, said: Found) -> bool:
    """Whether an item says already what is said of it."""
    if not said.got:
        return item.state == Item.State.NONE
    return item.state in (Item.State.GOT, Item.State.INSTEAD) and item.price_fen == said.price_fen


def _mark(item: Item, said: Found) -> None:
    if said.got and item.swap == Item.Swap.ASKED:
        raise Refused(_("还在等住户回话:能不能换。等答了再买。"))
    if said.got and said.price_fen is None:
        raise Refused(_("请写多少钱。没有就写没买到。"), field="price")
    got = Item.State.INSTEAD if item.swap == Item.Swap.YES else Item.State.GOT
    item.state = got if said.got else Item.State.NONE
    item.price_fen = said.price_fen if said.got else None
    item.save(update_fields=["state", "price_fen"])


def _held(access: Access, item_id: UUID, permission: str) -> Item:
    request_id = Item.objects.filter(pk=item_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise Hidden
    request = held_request(access, request_id, permission)
    item = Item.objects.select_for_update().get(pk=item_id)
    item.request = request
    return item
