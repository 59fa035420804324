"""The tree is changed through its pages, by those who may; rows and books follow."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from tests.world import World
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place

SECRETARY = "committee_secretary"


def change(world: World, key: str, what: str, place: Place, **typed: object) -> HttpResponse:
    """Fill in one of the forms on the page of a place."""
    return world.client(key).post(reverse(f"places:{what}", args=[place.label]), typed)  # type: ignore[return-value]


def building_of(stairwell: Place) -> Place:
    assert stairwell.parent is not None
    return stairwell.parent


def stock(place: Place, measure: str) -> int:
    (figure,) = figures(labels=[place.label], measures=[measure])
    return figure.stock


def test_a_new_building_is_made_after_the_others(world: World) -> None:
    compound = building_of(world.stairwell).parent
    assert compound is not None
    last = compound.children.filter(kind="building").order_by("ordinal").last()
    answer = change(
        world, SECRETARY, "add", compound, kind="building", name=" 新 1号楼 ", floors="6"
    )
    made = Place.objects.get(parent=compound, name="新 1号楼")
    assert answer["Location"] == reverse("places:place", args=[made.label])
    assert (made.floors, made.path) == (6, f"{compound.path}.{made.label}")
    assert last is not None
    assert made.ordinal == last.ordinal + 1


def test_wrong_input_is_told_and_kept(world: World) -> None:
    compound = building_of(world.stairwell).parent
    assert compound is not None
    twin = building_of(world.stairwell).name
    wrong: list[tuple[dict[str, str], str]] = [
        ({"kind": "building", "name": twin}, "同级已有叫"),
        ({"kind": "district", "name": "一区"}, "请从列出的里面选"),
        ({"kind": "building", "name": ""}, "请写名称"),
        ({"kind": "building", "name": "九号楼", "floors": "201"}, "层数应在 1 到 200 之间"),
        ({"kind": "building", "name": "九号楼", "floors": "六"}, "层数请写一个整数"),
        ({"kind": "building", "name": "楼" * 81}, ""),
    ]
    before = Place.objects.count()
    for typed, said in wrong:
        answer = change(world, SECRETARY, "add", compound, **typed)
        assert answer.status_code == 422, typed
        assert said in answer.content.decode()
        assert typed["name"] in answer.content.decode()
    assert Place.objects.count() == before


def test_a_new_name_shows_everywhere_and_moves_nothing(world: World) -> None:
    building = building_of(world.stairwell)
    change(world, SECRETARY, "edit", building, name="松涛楼", floors="")
    renamed = Place.objects.get(pk=building.pk)
    assert (renamed.name, renamed.path) == ("松涛楼", building.path)
    page = world.client(SECRETARY).get(reverse("people:list") + f"?place={world.stairwell.label}")
    assert "松涛楼" in page.content.decode()
    answer = change(world, SECRETARY, "edit", building, name="")
    assert answer.status_code == 422


def test_a_secretary_and_an_administrator_move_a_stairwell_with_all_in_it(world: World) -> None:
    stairwell, home = world.stairwell, building_of(world.stairwell)
    neighbour = (
        Place.objects.filter(parent=home.parent, kind="building").exclude(pk=home.pk).latest("path")
    )
    for key, source, target in (
        (SECRETARY, home, neighbour),
        ("system_administrator", neighbour, home),
    ):
        Place.objects.filter(parent=target, name=stairwell.name).update(name="另一个楼道")
        people = stock(stairwell, "residents")
        behind, ahead = stock(source, "residents"), stock(target, "residents")
        everybody = Person.objects.filter(path__within=stairwell.path).count()
        assert everybody >= people > 0
        page = world.client(key).get(reverse("places:move", args=[stairwell.label]))
        assert target.label in page.content.decode()
        answer = change(world, key, "move", stairwell, target=target.label, reason="门牌重编")
        assert answer.status_code == 302, answer.content.decode()
        moved = Place.objects.get(pk=stairwell.pk)
        assert moved.path == f"{target.path}.{stairwell.label}"
        assert Person.objects.filter(path__within=moved.path).count() == everybody
        assert not Person.objects.filter(path__within=stairwell.path).exists()
        assert stock(source, "residents") == behind - people
        assert stock(target, "residents") == ahead + people
        stairwell = moved
        assert reconcile().agrees


def test_a_move_is_refused_where_it_does_not_fit(world: World) -> None:
    stairwell = world.stairwell
    for typed in (
        {"target": building_of(world.elsewhere).label, "reason": "试"},
        {"target": stairwell.label, "reason": "试"},
        {"target": "", "reason": "试"},
    ):
        answer = change(world, SECRETARY, "move", stairwell, **typed)
        assert answer.status_code == 422, typed
    assert Place.objects.get(pk=stairwell.pk).path == stairwell.path


def test_a_place_with_people_is_not_retired_and_an_emptied_one_is(world: World) -> None:
    stairwell = world.elsewhere
    door = world.door(stairwell)
    home = door.place
    resident = world.person(stairwell)
    lived_in = world.home(stairwell)
    answer = change(world, "other_worker", "retire", lived_in, reason="拆除")
    assert answer.status_code == 422
    assert "居住人口" in answer.content.decode()
    assert Place.objects.get(pk=lived_in.pk).retired_on is None
    assert Person.objects.get(pk=resident.pk).left_on is None

    for one in Person.objects.filter(path=home.path, left_on=None):
        world.client("other_worker").post(reverse("people:move_out", args=[one.pk]))
    homes, doors = stock(stairwell, "households"), stock(stairwell, "homes_to_canvass")
    there = stock(home, "households")
    answer = change(world, "other_worker", "retire", home, reason="并户")
    assert answer.status_code == 302, answer.content.decode()
    assert Place.objects.get(pk=home.pk).retired_on is not None
    assert stock(stairwell, "households") == homes - there
    assert stock(stairwell, "homes_to_canvass") == doors - 1
    assert reconcile().agrees
    # Nothing more is done there: not on the list, not on the round, not by an old address.
    client = world.client("other_worker")
    for address in (
        reverse("places:place", args=[stairwell.label]),
        reverse("canvass:doors", args=[world.campaign.pk]) + f"?place={stairwell.label}",
    ):
        page = client.get(address)
        assert home.label not in page.content.decode()
        assert str(door.pk) not in page.content.decode()
    assert change(world, "other_worker", "edit", home, name="又来").status_code == 422


def test_nobody_retires_the_place_of_her_own_post(world: World) -> None:
    area = world.post(SECRETARY).place
    answer = change(world, SECRETARY, "retire", area, reason="试")
    assert answer.status_code == 422
    assert "请由上一级停用" in answer.content.decode()
