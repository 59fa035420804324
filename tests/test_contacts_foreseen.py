"""What a change of rounds and care would do is said before a second person adopts it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from tests.in_touch import looked_after
from tests.world import World
from wanli.domains.contacts.models import Cared, Home, Round, State, Visit
from wanli.domains.contacts.operations.rounds import open_rounds
from wanli.domains.places.queries import path_of_kind
from wanli.domains.plans.effects import Effect, effects
from wanli.domains.plans.models import Version
from wanli.domains.plans.operations.drafts import change_draft
from wanli.domains.plans.operations.proposals import take_back
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.access import Access

pytestmark = pytest.mark.usefixtures("everything")


@pytest.fixture
def path(world: World) -> str:
    """Of the subdistrict, whose plan it is."""
    return path_of_kind(world.stairwell.path, "subdistrict") or ""


def _contacts(plan: Plan, **so: int) -> Plan:
    return plan.model_copy(update={"contacts": plan.contacts.model_copy(update=so)})


def _care(plan: Plan, **so: object) -> Plan:
    return plan.model_copy(update={"care": plan.care.model_copy(update=so)})


def _foreseen(path: str, after: Plan) -> list[Effect]:
    return effects(path, plan_in_force(path).plan, after)


def _here(path: str) -> int:
    return Home.objects.filter(path__within=path).exclude(state=State.OUT).count()


def test_rounds_that_come_sooner_are_those_that_then_open(world: World, path: str) -> None:
    plan = plan_in_force(path).plan
    today = clock.today()
    Round.objects.filter(closed_on=None).update(opened_on=today - timedelta(days=2))
    long_ago = today - timedelta(days=plan.contacts.every_days + 1)
    Round.objects.filter(place=world.stairwell, closed_on=None).update(opened_on=long_ago)
    (found,) = _foreseen(path, _contacts(plan, every_days=3, within_days=2))
    rest = _here(path) - _here(world.stairwell.path)
    assert found.params == {"was": 7, "days": 3, "n": rest, "m": 0}, "one opens today anyway"
    (found,) = _foreseen(path, _contacts(plan, every_days=2, within_days=2))
    assert found.params["m"] == rest
    (found,) = _foreseen(path, _contacts(plan, every_days=14))
    assert found.params == {"was": 7, "days": 14, "n": _here(path)}


def test_a_round_that_is_foreseen_for_today_opens_when_adopted(
    world: World, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_in_force(path).plan
    Round.objects.filter(closed_on=None).update(opened_on=clock.today() - timedelta(days=2))
    after = _contacts(plan, every_days=2, within_days=2)
    (found,) = _foreseen(path, after)
    version = Version.objects.get(adopted_at=None)
    Version.objects.filter(pk=version.pk).update(
        content=after.model_dump(mode="json"), effective_on=clock.today(), adopted_at=clock.now(),
        adopted_by=version.place_id and world.users["subdistrict_leader"].pk,
    )  # fmt: skip
    running = Round.objects.filter(path__within=path, closed_on=None).count()
    assert open_rounds() >= running
    asked = Home.objects.filter(path__within=path, asked_on=clock.today()).exclude(state=State.OUT)
    assert asked.count() == found.params["m"]


def test_more_homes_are_to_be_passed_on(world: World, path: str) -> None:
    plan = plan_in_force(path).plan
    due = Home.objects.filter(path__within=path, state=State.DUE, held_by=None)
    due.update(since=clock.today() - timedelta(days=2))
    (found,) = _foreseen(path, _contacts(plan, pass_on_days=2))
    assert (found.params["was"], found.params["n"]) == (0, due.count())


def test_a_kind_that_goes_while_people_are_visited_in_it(world: World, path: str) -> None:
    one = looked_after(world, world.stairwell)
    plan = plan_in_force(path).plan
    n = Cared.objects.filter(path__within=path, kind=one.kind, ended_on=None).count()
    left = tuple(kind for kind in plan.care.kinds if kind.key != one.kind)
    (found,) = _foreseen(path, _care(plan, kinds=left))
    assert (found.params["n"], found.params["days"]) == (n, left[0].every_days)
    assert not found.refuses


def test_another_rhythm_and_another_hour(world: World, path: str) -> None:
    one = looked_after(world, world.stairwell)
    plan = plan_in_force(path).plan
    changed = {"every_days": 5, "by": time(9)}
    kinds = tuple(
        kind.model_copy(update=changed if kind.key == one.kind else {}) for kind in plan.care.kinds
    )
    rhythm, hour = _foreseen(path, _care(plan, kinds=kinds))
    n = Cared.objects.filter(path__within=path, kind=one.kind, ended_on=None).count()
    assert (rhythm.params["days"], rhythm.params["n"]) == (5, n)
    assert (hour.params["by"], hour.params["n"]) == ("09:00", n)


def test_visits_of_which_the_alarm_goes_off_at_once(world: World, path: str) -> None:
    one = looked_after(world, world.stairwell)
    waiting = Visit.objects.filter(state__in=("due", "missed"))
    waiting.update(state="due", due_at=clock.now() + timedelta(hours=1))
    waiting.filter(cared=one).update(due_at=clock.now() - timedelta(minutes=90))
    (found,) = _foreseen(path, _care(plan_in_force(path).plan, alarm_hours=1))
    assert found.params == {"hours": 1, "n": 1}


def test_who_adopts_reads_it(world: World) -> None:
    version = Version.objects.get(adopted_at=None)
    access = Access.system()
    take_back(access=access, version_id=version.pk, reason="改联系")
    rounds = version.content["contacts"] | {"every_days": 3}
    change_draft(
        access=access, version_id=version.pk, section="contacts", content=rounds, revision=99
    )
    client, url = world.client("leading_group_head"), reverse("plan:version", args=[version.pk])
    assert "户的下一轮提前" in client.get(url).content.decode()
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "homes come sooner" in page
