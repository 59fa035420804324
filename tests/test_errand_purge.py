"""What homes wanted goes when its term is over; sums stay, whose they were is forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from tests.errands import SYSTEM, access, asked, errand_rows, shopped, taken
from tests.world import World
from wanli.domains.audit.operations.seal import verify
from wanli.domains.errands.accounts import trial_balance, unsettled
from wanli.domains.errands.models import (
    Attempt,
    CashCount,
    CashEntry,
    Item,
    Photo,
    Request,
    Round,
    Turn,
)
from wanli.domains.errands.operations.ask import cancel
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.money import count, pay
from wanli.domains.errands.operations.run import finish
from wanli.domains.errands.vault import SEALED
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.operations.rotate_keys import history
from wanli.domains.places.models import Place
from wanli.domains.plans.rules.reading import starter
from wanli.domains.privacy.operations.purge import purge
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

DAYS = {rule.key: rule.days for rule in starter().retention}
RUNNER = "committee_worker"


def over(world: World, *, settled: bool = True) -> Request:
    """An errand that is done and paid for."""
    first = errand_rows(world)
    me = access(world, RUNNER)
    assert first.round
    record_attempt(access=me, request_id=first.pk, told=AtTheDoor("done"), attempt_id=uuid7())
    pay(access=me, request_id=first.pk, amount_fen=1250, move=uuid7())
    for other in first.round.requests.exclude(pk=first.pk):
        cancel(access=SYSTEM, request_id=other.pk, why="不要了")
    finish(access=me, round_id=first.round.pk)
    if settled:
        count(access=me, round_id=first.round.pk, counted_fen=5000, count_id=uuid7())
    return Request.objects.get(pk=first.pk)


@pytest.mark.parametrize("past", [True, False], ids=["past", "not yet"])
def test_what_was_wanted_goes_and_the_sums_stay(world: World, past: bool) -> None:
    done = over(world)
    files = list(Photo.objects.exclude(file="").values_list("file", flat=True))
    sums = trial_balance(["w"]), CashEntry.objects.count()
    past_of: dict[type[Model], list[UUID]] = {
        Request: [done.pk],
        Item: [item.pk for item in done.items.all()],
        Attempt: [one.pk for one in done.attempts.all()],
    }
    with clock.frozen(clock.now() + timedelta(days=DAYS["errands"] + past)):
        with transaction.atomic():
            purge(access=SYSTEM)
        assert Request.objects.filter(pk=done.pk).exists() != past
        assert all(default_storage.exists(name) for name in files) or past
        for model in (Item, Attempt, Photo):
            assert model._default_manager.filter(request=done.pk).exists() != past
        for tracked, keys in past_of.items():
            kept = history(tracked)._default_manager.filter(pgh_obj_id__in=keys)
            assert kept.exists() != past
        purge(access=SYSTEM)
        tour = Round.objects.get(pk=done.round_id)
        assert (tour.runner is None, Turn.objects.filter(round=tour).exists()) == (past, not past)
        assert CashCount.objects.filter(round=tour).exists() != past
    assert (trial_balance(["w"]), CashEntry.objects.count()) == sums
    assert reconcile().differences == []
    assert verify() == []


def test_a_round_whose_money_does_not_agree_is_not_forgotten(world: World) -> None:
    done = over(world, settled=False)
    assert done.round_id in {one.round.pk for one in unsettled(["w"])}
    with clock.frozen(clock.now() + timedelta(days=DAYS["errands"] + 1)):
        for _ in range(2):
            purge(access=SYSTEM)
    tour = Round.objects.get(pk=done.round_id)
    assert tour.runner is not None
    assert CashCount.objects.filter(round=tour).exists()


@pytest.mark.parametrize("paid", [True, False])
def test_whose_money_it_was_is_forgotten_once_it_is_settled(world: World, paid: bool) -> None:
    made = asked(world.home(world.stairwell))
    tour = taken(world, RUNNER, made)
    shopped(world, RUNNER, made, 1250, 800)
    if paid:
        me = access(world, RUNNER)
        pay(access=me, request_id=made.pk, amount_fen=2050, move=uuid7())
    with clock.frozen(clock.now() + timedelta(days=DAYS["errand_money"] + 1)):
        purge(access=SYSTEM)
    entries = CashEntry.objects.filter(account="home", round=tour)
    assert {entry.place.kind for entry in entries if entry.place} == {
        "area" if paid else "household"
    }
    assert sum(entry.amount_fen for entry in entries) == (0 if paid else 2050)
    assert trial_balance(["w"]) == 0


def test_two_doors_that_are_one_have_one_account(world: World) -> None:
    done = over(world)
    old = done.place
    new = Place.objects.standing().filter(parent=old.parent, kind="household").exclude(pk=old.pk)[0]
    merge_place(access=SYSTEM, label=old.label, into=new.label, reason="录了两遍")
    done.refresh_from_db()
    assert (done.place_id, done.path) == (new.pk, new.path)
    for model in (Item, Attempt):
        assert model._default_manager.filter(request=done)[0].path == new.path
    assert CashEntry.objects.filter(account="home", place=new, path=new.path).exists()
    worker = world.client(RUNNER)
    assert worker.get(reverse("errands:home_money", args=[new.label])).status_code == 200
    assert reconcile().differences == []


def test_every_sealed_column_follows_when_keys_are_rotated() -> None:
    sealed = {(model, column) for model, column, _name in SEALED}
    for model in {model for model, _column, _name in SEALED}:
        for field in model._meta.concrete_fields:
            if field.name.endswith("_cipher"):
                assert (model, field.name) in sealed, f"{model.__name__}.{field.name}"
