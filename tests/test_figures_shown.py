"""Figures as pages show them: colour says whether a hand is needed, not merely that it moved."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.people.operations.register import Newcomer, register
from wanli.kernel.access import Access
from wanli.web.figures import Figure, shown


def _moved(page: str, name: str) -> str:
    """What stands behind this figure on the page."""
    found = re.search(rf"<span>{name}</span>.*?<i>(.*?)</i>", page, re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize("where", ["today", "place"])
def test_work_done_is_green_and_people_who_came_are_neither(world: World, where: str) -> None:
    door = world.door(world.stairwell)
    record_visit(access=Access.system(), door_id=door.pk, told=Told(result="met", answers={}))
    register(access=Access.system(), label=door.place.label, newcomer=Newcomer(name="周小芳"))
    url = "/" if where == "today" else reverse("places:place", args=[world.stairwell.label])
    page = world.client("stairwell_leader").get(url).content.decode()
    assert re.search(r'class="ok">\+\d', _moved(page, "已排摸户"))
    assert re.search(r'class="ok">−\d', _moved(page, "待排摸户"))
    assert re.search(r'class="muted"[^>]*>\+\d', _moved(page, "居住人口"))


def test_who_lives_here_and_what_is_left_come_first() -> None:
    keys = ("posts_filled", "empty_homes", "homes_to_canvass", "households", "residents")
    lines = shown(Access(), [Figure("a", "w.a", key, 1, 0, 0) for key in keys])
    assert [line.figure.measure for line in lines] == [
        "residents", "households", "homes_to_canvass", "posts_filled", "empty_homes",
    ]  # fmt: skip


def test_english_pages_list_with_commas(world: World) -> None:
    person = world.person(world.stairwell)
    client = world.client("committee_worker")
    client.post(reverse("people:marks", args=[person.pk]), {"kinds": ["chronic", "disabled"]})
    url = f"/people/?place={world.stairwell.label}"
    assert "、" in client.get(url).content.decode()
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    marks = re.findall(r'<td class="marks">(.*?)</td>', page, re.DOTALL)
    assert any(", " in said for said in marks)
    assert not any("、" in said for said in marks)
