"""Errands for tests."""

from __future__ import annotations

from datetime import time

from tests.world import World
from wanli.domains.errands.models import (
    Attempt,
    CashCount,
    CashEntry,
    Item,
    Photo,
    Receipt,
    Request,
    Round,
    Standing,
    Turn,
)
from wanli.domains.errands.vault import What, seal_list, seal_what
from wanli.kernel import clock
from wanli.kernel.ids import uuid7


def errand_rows(world: World) -> Request:
    """A row in every table of the domain."""
    home, user = world.home(world.stairwell), world.users["committee_worker"]
    here = {"path": home.path}
    tour = Round.objects.create(
        place=world.stairwell, path=world.stairwell.path, how="shop", by_when=clock.now()
    )
    daily = Standing.objects.create(
        place=home, kind="shopping", days=[1], by=time(9), items_cipher=seal_list([]),
        starts_on=clock.today(), **here,
    )  # fmt: skip
    asked = Request.objects.create(
        place=home, kind="shopping", how="shop", wanted_by=clock.now(), channel="phone",
        state="planned", round=tour, **here,
    )  # fmt: skip
    Item.objects.create(request=asked, number=1, what_cipher=seal_what(What("青菜")), **here)
    photo = Photo.objects.create(what="proof", file="", request=asked, **here)
    Turn.objects.create(round=tour, path=tour.path, user=user)
    Attempt.objects.create(request=asked, outcome="nobody", photo=photo, **here)
    Receipt.objects.create(round=tour, path=tour.path, total_fen=100)
    CashCount.objects.create(
        path=tour.path, user=user, day=clock.today(), book_fen=0, counted_fen=0
    )
    move, day = uuid7(), clock.today()
    CashEntry.objects.create(
        move=move, kind="purchase", account="home", place=home, amount_fen=100, day=day, **here
    )
    CashEntry.objects.create(
        move=move, kind="purchase", account="buyer", user=user, amount_fen=-100, day=day,
        path=tour.path,
    )  # fmt: skip
    assert daily.pk
    return asked
