"""Several doors recorded at once, and the order of what is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.canvass import queries
from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Campaign, Door, Visit
from wanli.domains.canvass.operations.record_alike import record_alike
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.models import Household
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.ids import uuid7


@pytest.fixture
def doors(world: World) -> list[Door]:
    """All doors of the leader's stairwell, none of them tried."""
    found = Door.objects.filter(path__within=world.stairwell.path, running=True)
    found.update(result="", settled=False, visits=0, visited_at=None, next_visit=None)
    settle(measures=OF_A_DOOR, sources=found.values_list("pk", flat=True))
    return list(found.order_by("place__ordinal"))


def send(world: World, doors: list[Door], result: str = "empty", batch: object = None) -> Any:
    url = reverse("canvass:together", args=[world.campaign.pk]) + f"?place={world.stairwell.label}"
    fields = {"doors": [d.pk for d in doors], "result": result, "batch": batch or uuid7()}
    return world.client("stairwell_leader").post(url, fields)


def test_a_whole_stairwell_is_recorded_in_one_go(world: World, doors: list[Door]) -> None:
    assert send(world, doors).status_code == 302
    assert set(Door.objects.filter(pk__in=[d.pk for d in doors]).values_list("result")) == {
        ("empty",)
    }
    homes = Household.objects.filter(place__in=[d.place_id for d in doors])
    assert set(homes.values_list("use", flat=True)) == {"empty"}
    assert reconcile().differences == []


def test_the_same_batch_again_counts_once(world: World, doors: list[Door]) -> None:
    batch = uuid7()
    before = Visit.objects.count()
    for _ in range(2):
        send(world, doors[:2], "nobody", batch)
    assert Visit.objects.count() == before + 2


@pytest.mark.parametrize(("result", "said"), [("met", "点一个"), ("", "请先点一个结果")])
def test_what_needs_answers_is_not_said_of_several(
    world: World, doors: list[Door], result: str, said: str
) -> None:
    answer = send(world, doors, result)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.content.decode().count(" checked") == len(doors)


def test_none_ticked_or_one_elsewhere_changes_nothing(world: World, doors: list[Door]) -> None:
    assert "请至少勾一户" in send(world, []).content.decode()
    answer = send(world, [doors[0], world.door(world.elsewhere)])
    assert answer.status_code == 422
    assert Door.objects.get(pk=doors[0].pk).result == ""


def test_the_never_tried_come_first_then_who_waits_longest(world: World, doors: list[Door]) -> None:
    for days, door in ((3, doors[0]), (1, doors[1])):
        tried = clock.now() - timedelta(days=days)
        Door.objects.filter(pk=door.pk).update(result="nobody", visits=1, visited_at=tried)
    left = list(queries.doors(world.campaign, [world.stairwell.path]))
    never = [door.pk for door in doors[2:]]
    assert [door.pk for door in left][: len(never)] == never
    assert [door.pk for door in left][len(never) :] == [door.pk for door in doors[:2]]


def test_a_door_of_another_campaign_is_not_this_ones(world: World, doors: list[Door]) -> None:
    other = Campaign.objects.create(
        name="另一次", place=world.campaign.place, path=world.campaign.path,
        starts_on=clock.today(), due_on=clock.today(), results=world.campaign.results,
    )  # fmt: skip
    with pytest.raises(Hidden):
        record_alike(
            access=Access.system(), campaign_id=other.pk, door_ids=[doors[0].pk],
            result="nobody", batch=uuid7(),
        )  # fmt: skip
    assert Door.objects.get(pk=doors[0].pk).visits == 0
