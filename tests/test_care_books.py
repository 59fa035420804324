"""Counselling calls and permitted leave in the books: how many, never whose; and messages that go
when their term is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.models import Message
from wanli.domains.observation.models import Talk
from wanli.domains.observation.operations.counsel import ask_counsel, record_talk
from wanli.domains.observation.operations.hand_over import accept
from wanli.domains.observation.operations.leave import (
    ask_leave,
    decide_leave,
    let_in,
    let_out,
    withdraw_leave,
)
from wanli.domains.places.queries import path_of_kind
from wanli.domains.plans.rules.reading import starter
from wanli.domains.privacy.operations.purge import purge
from wanli.kernel import clock
from wanli.kernel.access import Access

SYSTEM = Access.system()


def stock(world: World, *measures: str) -> list[int]:
    found = figures(labels=[world.stairwell.label], measures=list(measures))
    by_key = {one.measure: one.stock for one in found}
    return [by_key.get(key, 0) for key in measures]


def test_a_call_is_wanted_then_made(world: World) -> None:
    before = stock(world, "talks_wanted", "talks_made")
    case = world.case(world.stairwell)
    fresh = not Talk.objects.filter(case=case, state=Talk.State.WANTED).exists()
    talk = ask_counsel(access=SYSTEM, case_id=case.pk)
    assert stock(world, "talks_wanted", "talks_made") == [before[0] + fresh, before[1]]
    record_talk(access=SYSTEM, talk_id=talk.pk, outcome="better")
    assert stock(world, "talks_wanted", "talks_made") == [before[0] + fresh - 1, before[1] + 1]
    assert reconcile().differences == []


def test_a_leave_by_the_guard_is_booked_at_the_door(world: World) -> None:
    keys = ("leaves_asked", "leaves_out", "leaves_back")
    before = stock(world, *keys)
    now = clock.now() + timedelta(days=2)
    leave = ask_leave(
        access=SYSTEM, case_id=world.case(world.stairwell).pk, why="去医院透析",
        starts_at=now, ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    assert stock(world, *keys) == [before[0] + 1, before[1], before[2]]
    decide_leave(access=SYSTEM, leave_id=leave.pk, yes=True)
    guard = access_of(world.users["gate_guard"].pk)
    with clock.frozen(now + timedelta(minutes=5)):
        let_out(access=guard, leave_id=leave.pk)
        assert stock(world, *keys) == [before[0], before[1] + 1, before[2]]
        for _ in range(2):
            let_in(access=guard, leave_id=leave.pk)
    assert stock(world, *keys) == [before[0], before[1], before[2] + 1]
    assert reconcile().differences == []


def test_a_leave_that_is_not_taken_leaves_the_books(world: World) -> None:
    before = stock(world, "leaves_asked")
    leave = world.leave(world.stairwell)
    withdraw_leave(access=SYSTEM, leave_id=leave.pk)
    assert stock(world, "leaves_asked") == before
    assert reconcile().differences == []


def test_both_go_along_with_a_case_that_is_handed_over(world: World) -> None:
    offer = world.offer(world.elsewhere)
    ask_counsel(access=SYSTEM, case_id=offer.case_id)
    door = world.home(world.elsewhere)
    area = path_of_kind(door.path, "area")
    assert area
    accept(access=access_of(world.users["other_worker"].pk), offer_id=offer.pk, door=door.label)
    assert reconcile().differences == []


def test_numbers_for_all_names_for_few(world: World) -> None:
    ask_counsel(access=SYSTEM, case_id=world.case(world.stairwell).pk)
    url = reverse("places:place", args=[world.stairwell.label])
    for key in ("committee_worker", "inspector"):
        assert reverse("counsel:calls") not in world.client(key).get(url).content.decode()


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_messages_go_when_their_term_is_over(world: World, over: bool) -> None:
    days = next(rule.days for rule in starter().retention if rule.key == "messages")
    at = clock.now() - timedelta(days=days + over)
    told, waiting = (
        Message.objects.create(
            kind="late", whom="committee", path=world.stairwell.path, state=state,
            channel=channel, created_at=at,
        )
        for state, channel in (("none", None), ("waiting", world.channel(world.stairwell)))
    )  # fmt: skip
    purge(access=SYSTEM)
    assert Message.objects.filter(pk=told.pk).exists() is not over
    assert Message.objects.filter(pk=waiting.pk).exists()
