"""What the wall is told: figures of a place, its lamps, past days, and its chart on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.world import World
from wanli.domains.places.models import Place
from wanli.kernel import clock

HEAD = "leading_group_head"


def told(world: World, key: str = HEAD, **query: str) -> dict[str, object]:
    return dict(world.client(key).get(reverse("wall:figures"), query).json())


def test_every_measure_of_the_practice_is_on_the_wall(world: World) -> None:
    own = {line["measure"] for line in told(world)["own"]}  # type: ignore[attr-defined]
    assert own >= {
        "residents", "registered_elsewhere", "households", "let_homes", "empty_homes",
        "homes_canvassed", "homes_to_canvass", "posts_filled", "posts_vacant", "key_persons",
        "key_elderly_alone", "key_disabled", "key_pregnant", "key_chronic",
    }  # fmt: skip


@pytest.mark.parametrize("measure", ["residents", "homes_to_canvass", "key_persons"])
def test_parts_add_up_all_the_way_down(world: World, measure: str) -> None:
    at = world.post(HEAD).place.label
    for _ in range(4):
        said = told(world, at=at, measure=measure)
        (own,) = (line for line in said["own"] if line["measure"] == measure)  # type: ignore[attr-defined]
        children = said["children"]
        assert sum(line["stock"] for line in children) == own["stock"]  # type: ignore[attr-defined]
        assert sum(line["plus"] for line in children) == own["plus"]  # type: ignore[attr-defined]
        at = max(children, key=lambda line: line["stock"])["label"]  # type: ignore[call-overload]


def test_a_past_day_ends_the_fourteen_days_and_its_figures_are_its_own(world: World) -> None:
    day = clock.today() - timedelta(days=2)
    now, then = told(world), told(world, day=day.isoformat())
    assert then["day"] == day.isoformat()
    days = {one[0]: one[1:] for one in now["days"]}  # type: ignore[attr-defined]
    past = {one[0]: one[1:] for one in then["days"]}  # type: ignore[attr-defined]
    assert len(days) == len(past) == 14
    shared = days.keys() & past.keys()
    assert {one: days[one] for one in shared} == {one: past[one] for one in shared}
    stock = {
        name: next(line["stock"] for line in said["own"] if line["measure"] == "residents")  # type: ignore[attr-defined]
        for name, said in (("now", now), ("then", then))
    }
    later = [values for one, values in days.items() if one > day.isoformat()]
    assert stock["now"] - stock["then"] == sum(plus - minus for plus, minus in later)
    for wrong in ("2020-13-40", "x", "9999-01-01"):
        assert told(world, day=wrong)["day"] == clock.today().isoformat()


def test_stairwells_are_cut_out_of_their_building(world: World) -> None:
    building = Place.objects.get(path=world.stairwell.path.rpartition(".")[0])
    for at in (building, world.stairwell):
        found = world.client(HEAD).get(reverse("wall:features"), {"at": at.label}).json()
        labels = {feature["properties"]["label"] for feature in found["features"]}
        assert world.stairwell.label in labels
        assert building.label not in labels
    Place.objects.filter(path__within=building.path).update(geometry=None)
    for key in ("committee_worker", "stairwell_leader"):
        query = {"at": world.stairwell.label}
        found = world.client(key).get(reverse("wall:features"), query).json()
        labels = [feature["properties"]["label"] for feature in found["features"]]
        assert world.stairwell.label in labels


def test_a_home_leads_to_its_page_as_far_as_ones_posts_go(world: World) -> None:
    for key, open_ in (("committee_worker", True), ("inspector", False)):
        lines = told(world, key, at=world.stairwell.label)["children"]
        assert lines
        assert all(bool(line["page"]) == open_ for line in lines)  # type: ignore[attr-defined]


def test_an_empty_subdistrict_is_drawn_and_said_to_be_empty(world: World) -> None:
    street = world.post(HEAD).place
    bare = Place.objects.create(
        label="bareland", path=f"{street.path}.bareland", parent=street, kind="area", name="空地"
    )
    said = told(world, at=bare.label)
    assert said["children"] == []
    assert said["buildings"] == {}
    assert world.client(HEAD).get(reverse("wall:chart"), {"at": bare.label}).status_code == 200


def pages(content: bytes) -> int:
    assert content.startswith(b"%PDF")
    (count,) = re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", content)
    return int(count)


def test_the_paper_chart_has_a_page_for_each_area(world: World) -> None:
    street = world.post(HEAD).place
    Place.objects.filter(parent=street, kind="area").order_by("path").first()
    areas = Place.objects.standing().filter(parent=street, kind="area")
    first = areas[0]
    Place.objects.filter(pk=first.pk).update(name="#panic() *松* $x$ <a> \\")
    for language in ("zh-hans", "en"):
        client = world.client(HEAD)
        client.cookies["django_language"] = language
        answer = client.get(reverse("wall:chart"), {"measure": "homes_to_canvass"})
        assert answer["Content-Type"] == "application/pdf"
        assert pages(answer.content) == areas.count() + 1
    mine = world.client("committee_worker").get(reverse("wall:chart"))
    assert pages(mine.content) == 1
