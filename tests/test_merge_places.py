"""A place that was typed in twice becomes one: people, homes, seats, doors and books."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.models import Post, Seat
from wanli.domains.canvass.models import Door, Visit
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Household, Person
from wanli.domains.places.models import Place

SECRETARY = "committee_secretary"


def merge(
    world: World, place: Place, into: Place, key: str = SECRETARY, **typed: str
) -> HttpResponse:
    address = reverse("places:merge", args=[place.label])
    given = {"target": into.label, "reason": "录了两遍", "sure": "1", **typed}
    return world.client(key).post(address, given)  # type: ignore[return-value]


def stocks(place: Place) -> dict[str, int]:
    return {f.measure: f.stock for f in figures(labels=[place.label])}


def two_buildings(world: World) -> tuple[Place, Place]:
    stays = Place.objects.get(path=world.stairwell.path.rpartition(".")[0])
    goes = Place.objects.filter(parent=stays.parent, kind="building").exclude(pk=stays.pk)[0]
    return goes, stays


def test_it_is_shown_first_and_done_when_one_is_sure(world: World) -> None:
    goes, stays = two_buildings(world)
    form = world.client(SECRETARY).get(reverse("places:merge", args=[goes.label]))
    assert stays.label in form.content.decode()
    shown = merge(world, goes, stays, sure="")
    assert shown.status_code == 200
    assert "以后" in shown.content.decode()
    assert Place.objects.get(pk=goes.pk).retired_on is None


def test_everything_comes_together_and_the_books_agree(world: World) -> None:
    goes, stays = two_buildings(world)
    area = world.post(SECRETARY).place
    whole = stocks(area)
    before, there = stocks(goes), stocks(stays)
    people = set(Person.objects.filter(path__within=goes.path).values_list("pk", flat=True))
    visits = Visit.objects.count()
    twin_homes = set(
        Place.objects.filter(path__within=goes.path, kind="household").values_list(
            "parent__name", "name"
        )
    ) & set(
        Place.objects.filter(path__within=stays.path, kind="household").values_list(
            "parent__name", "name"
        )
    )
    assert people
    assert twin_homes
    answer = merge(world, goes, stays)
    assert answer.status_code == 302, answer.content.decode()
    gone = Place.objects.get(pk=goes.pk)
    assert gone.merged_into_id == stays.pk
    assert not Place.objects.standing().within(goes.path).exists()
    moved = Person.objects.filter(path__within=stays.path).values_list("pk", flat=True)
    assert people <= set(moved)
    assert not Person.objects.filter(path__within=goes.path).exists()
    assert not Post.objects.filter(path__within=goes.path, ended_at=None).exists()
    assert not Seat.objects.filter(path__within=goes.path, retired_on=None).exists()
    assert not Door.objects.filter(path__within=goes.path, running=True).exists()
    assert Visit.objects.count() == visits
    assert not Visit.objects.filter(path__within=goes.path).exists()
    now = stocks(stays)
    for measure in ("residents", "key_persons", "posts_filled"):
        assert now[measure] == before[measure] + there[measure], measure
    homes = Place.objects.standing().within(stays.path).filter(kind="household")
    doors = now["homes_canvassed"] + now["homes_to_canvass"]
    assert doors == homes.count()
    assert stocks(area)["residents"] == whole["residents"]
    assert Household.objects.filter(place__in=homes).count() == homes.count()
    assert reconcile().agrees
    # By an old address there is nothing more to do.
    assert merge(world, goes, stays).status_code in (404, 422)


def test_what_only_one_side_has_moves_over(world: World) -> None:
    goes, stays = two_buildings(world)
    stairwell = Place.objects.filter(parent=goes, kind="stairwell")[0]
    Place.objects.filter(pk=stairwell.pk).update(name="地下室")
    residents = stocks(stairwell)["residents"]
    merge(world, goes, stays)
    moved = Place.objects.get(pk=stairwell.pk)
    assert (moved.parent_id, moved.retired_on) == (stays.pk, None)
    assert moved.path == f"{stays.path}.{stairwell.label}"
    assert stocks(moved)["residents"] == residents
    assert reconcile().agrees


def test_two_homes_keep_what_is_known_better(world: World) -> None:
    one, other = world.stairwell.children.filter(kind="household")[:2]
    Household.objects.filter(place=other).update(use="unknown")
    Household.objects.filter(place=one).update(use="let")
    merge(world, one, other)
    assert Household.objects.get(place=other).use == "let"


def test_a_merge_is_refused_where_it_makes_no_sense(world: World) -> None:
    goes, stays = two_buildings(world)
    compound = stays.parent
    assert compound is not None
    for into in (compound, world.elsewhere, goes):
        answer = merge(world, goes, into)
        assert answer.status_code == 422, into
        assert "录了两遍" in answer.content.decode()
    leader = Post.objects.filter(path__within=stays.path, role="stairwell_leader")[0]
    twin = Seat.objects.filter(path__within=goes.path, role="stairwell_leader", retired_on=None)[0]
    Post.objects.filter(seat=twin).delete()
    Post.objects.create(
        seat=twin, place=twin.place, path=twin.path, role=twin.role,
        user=leader.user, during=leader.during,
    )  # fmt: skip
    answer = merge(world, twin.place, leader.place)
    assert answer.status_code == 422
    assert "先免去一个" in answer.content.decode()
    assert Place.objects.get(pk=twin.place_id).retired_on is None
