"""What a home wants every day: asked once, made into a request each day, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.measures import OF_A_REQUEST
from wanli.domains.errands.models import Channel, Request, Standing
from wanli.domains.errands.operations.ask import Asked, facts, kind_asked, list_items
from wanli.domains.errands.planned import errands_at, kind_of
from wanli.domains.errands.rules.lines import Wanted
from wanli.domains.errands.vault import open_list, seal_list
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import Place, held_place
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

MOST_STANDING = 10
"""At one home."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a standing request comes."""

    days: Sequence[int]
    """ISO weekdays."""
    by: time
    ends_on: date | None = None


def ask_standing(
    *, access: Access, label: str, asked: Asked, rhythm: Rhythm, standing_id: UUID
) -> Standing:
    """Ask for the same on every such day from tomorrow on. The same ``standing_id`` again changes
    nothing. Permission ``errand.ask``."""
    with transaction.atomic():
        place = held_place(access, label, "errand.ask")
        known = Standing.objects.filter(pk=standing_id).first()
        if known is not None:
            if known.place_id != place.pk:
                raise Hidden
            return known
        if place.kind != "household":
            raise Refused(_("请选到哪一户。代办是送到门口的。"))
        kind = kind_asked(errands_at(place.path), asked)
        if not asked.items:
            raise Refused(_("请写要什么,一行一样,例如:鸡蛋 1 盒。"), field="items")
        days = sorted({day for day in rhythm.days if 1 <= day <= 7})
        if not days:
            raise Refused(_("请至少选一天。"), field="days")
        if rhythm.ends_on and rhythm.ends_on <= clock.today():
            raise Refused(_("结束的日子要在明天或以后。"), field="ends_on")
        if Standing.objects.filter(place=place, ended_at=None).count() >= MOST_STANDING:
            raise Refused(_("这一户已有 {n} 件照送的。请先停掉几件。"), n=MOST_STANDING)
        return Standing.objects.create(
            id=standing_id, place=place, path=place.path, kind=kind.key,
            shop=" ".join(asked.shop.split())[:60], days=days, by=rhythm.by,
            items_cipher=seal_list([_plain(one) for one in asked.items]),
            starts_on=clock.today(), ends_on=rhythm.ends_on,
            asked_by_id=access.user_id,
        )  # fmt: skip


def end_standing(*, access: Access, standing_id: UUID) -> Standing:
    """No more of it from tomorrow on; today's still comes. Twice changes nothing. Permission
    ``errand.ask``."""
    with transaction.atomic():
        hold_tree()
        found = Standing.objects.select_for_update().filter(pk=standing_id).first()
        if found is None or not access.can("errand.ask", found.path):
            raise Hidden
        if found.ended_at is None:
            found.ended_at = clock.now()
            found.save(update_fields=["ended_at"])
    return found


def lay_out(day: date | None = None) -> int:
    """Make this day's requests out of what stands; how many were made. Run as often as one likes,
    each is made once a day. Needs the system's scope.

    What is promised for an hour that is over is not made: nobody could bring it any more.
    """
    day = day or clock.today()
    made = 0
    while n := _some(day):
        made += n
    return made


def _some(day: date) -> int:
    with transaction.atomic():
        hold_tree()
        rows = (
            Standing.objects.filter(
                Q(ends_on=None) | Q(ends_on__gte=day),
                ended_at=None,
                starts_on__lt=day,
                days__contains=[day.isoweekday()],
                by__gt=_by_now(day),
                place__retired_on=None,
            )
            .exclude(
                pk__in=Request.objects.filter(day=day, standing__isnull=False).values("standing")
            )
            .select_related("place")
            .defer("place__geometry")
            .order_by("pk")
            .select_for_update(of=("self",))
        )
        made = [_made(one, day) for one in rows[:BATCH]]
        settle(measures=OF_A_REQUEST, sources=[one.pk for one in made], day=day, fresh=True)
    return len(made)


def _made(one: Standing, day: date) -> Request:
    rules = errands_at(one.path)
    # A kind that the plan gave up meanwhile is bought like anything else.
    kind = kind_of(rules, one.kind) or rules.kinds[0]
    place: Place = one.place
    promised = datetime.combine(day, one.by, clock.LOCAL_ZONE)
    request = Request.objects.create(
        id=uuid7(),
        channel=Channel.STANDING,
        asked_by_id=one.asked_by_id,
        standing=one,
        day=day,
        **facts(place, kind, one, promised),
    )
    list_items([(request, wanted_of(one))], rules)
    return request


def wanted_of(one: Standing) -> list[Wanted]:
    """What it asks for."""
    return [
        Wanted(row["name"], Decimal(row["quantity"]), row["unit"], row["note"])
        for row in open_list(one.items_cipher)
    ]


def _plain(one: Wanted) -> dict[str, str]:
    return {
        "name": one.name, "quantity": str(one.quantity), "unit": one.unit, "note": one.note,
    }  # fmt: skip


def _by_now(day: date) -> time:
    now = clock.local(clock.now())
    return now.time() if now.date() == day else time()
