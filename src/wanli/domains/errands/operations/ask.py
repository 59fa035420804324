"""Ask for an errand, and call it off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request
from wanli.domains.errands.measures import OF_A_REQUEST
from wanli.domains.errands.models import OPEN, Channel, Item, Request, Standing, State
from wanli.domains.errands.planned import errands_at, kind_of, words_of
from wanli.domains.errands.rules.lines import MOST_LINES, Wanted, shelf_of
from wanli.domains.errands.rules.states import may_follow
from wanli.domains.errands.vault import What, seal_note, seal_what
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import Place, held_place
from wanli.domains.plans.rules.errands import ErrandKind, Errands
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7s
from wanli.kernel.reasons import reason_given

AHEAD = timedelta(days=14)
"""So long before one may ask."""
MOST_OPEN = 20
"""Open at one home."""
NOT_YET = (State.ASKED, State.PLANNED)
"""It can still be called off."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a home wants."""

    kind: str
    items: Sequence[Wanted] = ()
    shop: str = ""
    note: str = ""
    wanted_by: datetime | None = None
    """As soon as the plan promises it, when nobody says."""


def ask(
    *, access: Access, label: str, asked: Asked, request_id: UUID, channel: str = Channel.PHONE
) -> Request:
    """Write down what a home wants. The same ``request_id`` again changes nothing.

    Permission ``errand.ask`` at the home; who comes by the home's own link is told from her
    access. ``Refused`` when it is no home, nothing is asked for, or too much is open already.
    """
    with transaction.atomic():
        place = held_place(access, label, "errand.ask")
        known = Request.objects.filter(pk=request_id).first()
        if known is not None:
            if known.place_id != place.pk:
                raise Hidden
            return known
        if place.kind != "household":
            raise Refused(_("请选到哪一户。代办是送到门口的。"))
        if Request.objects.filter(place=place, state__in=OPEN).count() >= MOST_OPEN:
            raise Refused(_("这一户已有 {n} 件代办没办完。请等送到几件再提。"), n=MOST_OPEN)
        rules = errands_at(place.path)
        kind = kind_asked(rules, asked)
        promised = asked.wanted_by or clock.now() + timedelta(hours=kind.hours)
        _in_bounds(promised)
        request = Request.objects.create(
            id=request_id,
            channel=Channel.LINK if access.records is not None else channel,
            asked_by_id=access.user_id,
            **facts(place, kind, asked, promised),
        )
        list_items([(request, asked.items)], rules)
        settle(measures=OF_A_REQUEST, sources=[request.pk])
    return request


def cancel(*, access: Access, request_id: UUID, why: str) -> Request:
    """Call it off, and say why. Twice changes nothing. Permission ``errand.ask``.

    ``Refused`` once it is bought: then it is brought, and may be declined at the door.
    """
    with transaction.atomic():
        request = held_request(access, request_id, "errand.ask")
        if request.state == State.CANCELLED:
            return request
        why = reason_given(why, _("请写几个字:为什么不要了。"))
        if not may_follow(request.state, State.CANCELLED):
            raise Refused(
                _("这件已经是“{state}”,不能取消。送来时可以不收。"),
                state=request.get_state_display(),
            )
        request.state, request.ended_at = State.CANCELLED, clock.now()
        request.why_cipher = seal_note(why)
        request.save(update_fields=["state", "ended_at", "why_cipher"])
        settle(measures=OF_A_REQUEST, sources=[request.pk])
    return request


def kind_asked(rules: Errands, asked: Asked) -> ErrandKind:
    """The kind that the plan knows, with something said of what is wanted. ``Refused``."""
    kind = kind_of(rules, asked.kind)
    if kind is None:
        raise Refused(_("请选一种代办。"), field="kind")
    if not asked.items and not asked.note.strip():
        raise Refused(_("请写要什么,一行一样,例如:鸡蛋 1 盒。"), field="items")
    if len(asked.items) > MOST_LINES:
        raise Refused(_("一次最多 {n} 样。多的请分两次提。"), field="items", n=MOST_LINES)
    return kind


def facts(
    place: Place, kind: ErrandKind, asked: Asked | Standing, promised: datetime
) -> dict[str, object]:
    """What a request says of itself whoever asks for it."""
    return {
        "place": place,
        "path": place.path,
        "kind": kind.key,
        "kind_name": kind.name.model_dump(),
        "how": kind.how,
        "shop": " ".join(asked.shop.split())[:60],
        "note_cipher": seal_note(asked.note) if isinstance(asked, Asked) else None,
        "wanted_by": promised,
    }


def list_items(lists: Sequence[tuple[Request, Sequence[Wanted]]], rules: Errands) -> None:
    """Write down the items of new requests, each on its shelf."""
    shelves = words_of(rules)
    rows = [
        (request, number, one) for request, items in lists for number, one in enumerate(items, 1)
    ]
    Item.objects.bulk_create(
        Item(
            id=key,
            request=request,
            path=request.path,
            number=number,
            shelf=shelf_of(one.name, shelves),
            what_cipher=seal_what(What(one.name, one.note)),
            quantity=one.quantity,
            unit=one.unit,
        )
        for key, (request, number, one) in zip(uuid7s(len(rows)) if rows else (), rows, strict=True)
    )


def _in_bounds(promised: datetime) -> None:
    now = clock.now()
    if promised <= now:
        raise Refused(_("这个时间已经过了。请选以后的时间。"), field="day")
    if promised > now + AHEAD:
        raise Refused(_("最多提前 {n} 天。"), field="day", n=AHEAD.days)
