"""The demo that moves by itself moves its figures too, and the books stay true."""

from __future__ import annotations

from random import Random

from django.db import transaction
from django.urls import reverse

from tests.world import World
from wanli.demo.alive import Life
from wanli.demo.arrived import step as come_or_verify
from wanli.demo.errands import step
from wanli.domains.arrivals.models import AreaNotice, Arrival, Returnee, Verdict
from wanli.domains.arrivals.moves import waiting
from wanli.domains.arrivals.verdicts import counted
from wanli.domains.canvass.models import Visit
from wanli.domains.errands.accounts import trial_balance
from wanli.domains.errands.models import Request
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.observation.models import Case
from wanli.domains.people.models import Person
from wanli.domains.people.queries import homes_below
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


def test_those_who_came_back_are_sorted_and_some_of_them_observed(world: World) -> None:
    """From key areas as they stood on the day; nobody is left to be judged again."""
    street = world.post("leading_group_head").place
    found = {one.key: one.n for one in counted([ROOT])}
    assert {"elsewhere", "key_area"} <= set(found)
    assert found["elsewhere"] > found["key_area"] > 0
    verdicts = Verdict.objects.filter(over_at=None, cls="key_area", arrival__state="verified")
    begun = verdicts.filter(case__isnull=False)
    assert Case.objects.filter(pk__in=begun.values("case"), reason="arrival").exists()
    assert waiting(street.path).changed == []
    waits = AreaNotice.objects.get(state="proposed")
    page = world.client("leading_group_head").get(reverse("sorting:notice", args=[waits.pk]))
    assert "人从“外省市返回”改为“重点地区返回”" in page.content.decode()


def test_somebody_registers_and_is_sorted_at_once(world: World) -> None:
    homes = [home.path.rpartition(".")[2] for home in homes_below([ROOT], use="lived_in")[:50]]
    random, access = Random(8), Access.system()
    known = set(Arrival.objects.values_list("pk", flat=True))
    for _ in range(12):
        with transaction.atomic():
            come_or_verify(random, access, homes)
    new = Arrival.objects.exclude(pk__in=known)
    assert new.exists()
    assert not Returnee.objects.filter(arrival__in=new).exclude(verdicts__over_at=None).exists()
    assert reconcile().agrees


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
