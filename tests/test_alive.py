"""The demo that moves by itself moves its figures too, and the books stay true."""

from __future__ import annotations

from random import Random

from django.db import transaction

from tests.world import World
from wanli.demo.alive import Life
from wanli.demo.errands import step
from wanli.domains.arrivals.models import Returnee
from wanli.domains.canvass.models import Visit
from wanli.domains.errands.accounts import trial_balance
from wanli.domains.errands.models import Request
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Person
from wanli.kernel.access import Access
from wanli.kernel.scope import ROOT


def stock(world: World) -> dict[str, int]:
    top = world.post("leading_group_head").place.label
    return {figure.measure: figure.stock for figure in figures(labels=[top])}


def test_figures_move_and_the_books_agree(world: World) -> None:
    before = stock(world)
    visits, people = Visit.objects.count(), Person.objects.count()
    verified = Returnee.objects.filter(person__isnull=False).count()
    life = Life(seed=5)
    for _ in range(70):
        life.step()
    after = stock(world)
    assert Visit.objects.count() == visits + life.done["visit"] > visits
    verified = Returnee.objects.filter(person__isnull=False).count() - verified
    assert Person.objects.count() == people + life.done["arrive"] + verified > people
    assert life.done["return"] > 0
    assert after["homes_canvassed"] > before["homes_canvassed"]
    assert after["homes_to_canvass"] < before["homes_to_canvass"]
    assert life.done["leave"] > 0
    assert after["empty_homes"] != before["empty_homes"]
    assert life.done["check"] > 0
    assert after["checks_done"] == before["checks_done"] + life.done["check"]
    assert reconcile().agrees


def test_the_same_seed_does_the_same_things(world: World) -> None:
    found = []
    for _ in range(2):
        point = transaction.savepoint()
        life = Life(seed=9)
        done = [life.step() for _ in range(6)]
        found.append((done, sorted(stock(world).items())))
        transaction.savepoint_rollback(point)
    assert found[0] == found[1]
    assert any(found[0][0])


def test_errands_go_on_by_themselves(world: World) -> None:
    """Somebody asks, plans, takes a round, buys and delivers; the money stays even."""
    before = figures_of_errands()
    random, access = Random(3), Access.system()
    for _ in range(60):
        with transaction.atomic():
            step(random, access)
    after = figures_of_errands()
    assert after["done"] > before["done"]
    assert after["all"] > before["all"]
    assert trial_balance([ROOT]) == 0
    assert reconcile().agrees


def figures_of_errands() -> dict[str, int]:
    return {
        "all": Request.objects.count(),
        "done": Request.objects.filter(state="done").count(),
    }
