"""A mistaken merge of places is taken back to the last row, or says what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse

from tests.test_merge_places import SECRETARY, merge, stocks, two_buildings
from tests.world import World
from wanli.domains.canvass.models import Door
from wanli.domains.canvass.operations.close_campaign import close_campaign
from wanli.domains.ledger.merge_trace import watched
from wanli.domains.ledger.models import MergedRow
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.models import Case, Check
from wanli.domains.people.models import Household, Person
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING


def undo(world: World, place: Place, key: str = SECRETARY) -> HttpResponse:
    address = reverse("places:undo_merge", args=[place.label])
    return world.client(key).post(address, {"reason": "合错了"})  # type: ignore[return-value]


def whole(compound: Place) -> dict[str, Any]:
    """Everything that the database says below a compound: places, and rows of every table."""
    found: dict[str, Any] = {}
    with acting(EVERYTHING), connection.cursor() as cursor:
        tables = [(one.table, one.key, one.paths) for one in watched()]
        for table, key, paths in [("places_place", "id", ("path",)), *tables]:
            where = " OR ".join(f"{path} <@ %(at)s" for path in paths)
            cursor.execute(
                f"SELECT {key}::text, to_jsonb(t) - 'updated_at' FROM {table} t WHERE {where}",
                {"at": compound.path},
            )
            found[table] = dict(cursor.fetchall())
    return found


@pytest.fixture
def compound(world: World) -> Place:
    found = two_buildings(world)[0].parent
    assert found is not None
    return found


def test_all_is_as_it_was_and_no_day_shows_an_increment(world: World, compound: Place) -> None:
    goes, stays = two_buildings(world)
    stairwell = Place.objects.filter(parent=goes, kind="stairwell")[0]
    Place.objects.filter(pk=stairwell.pk).update(name="地下室")
    Place.objects.filter(pk=stays.pk).update(floors=None)
    Place.objects.filter(pk=goes.pk).update(floors=7)
    before, figures = whole(compound), (stocks(goes), stocks(stays), stocks(compound))
    assert merge(world, goes, stays).status_code == 302
    assert whole(compound) != before
    page = world.client(SECRETARY).get(reverse("places:undo_merge", args=[goes.label]))
    assert "撤回以后" in page.content.decode()
    assert undo(world, goes).status_code == 302
    after = whole(compound)
    for table, rows in before.items():
        assert after[table] == rows, table
    assert (stocks(goes), stocks(stays), stocks(compound)) == figures
    assert reconcile().agrees
    # Once is enough.
    assert undo(world, goes).status_code == 404
    assert merge(world, goes, stays).status_code == 302
    assert reconcile().agrees


def test_what_a_door_told_goes_back_and_nothing_of_it_was_copied(
    world: World, compound: Place
) -> None:
    one, other = Door.objects.filter(path__within=world.stairwell.path, running=True)[:2]
    Door.objects.filter(pk=one.pk).update(settled=True, result="met", note="家里有人怕狗", visits=2)
    Door.objects.filter(pk=other.pk).update(settled=False, result="", note="", visits=1)
    merge(world, one.place, other.place)
    kept = Door.objects.get(pk=other.pk)
    assert (kept.note, kept.visits) == ("家里有人怕狗", 3)
    assert "怕狗" not in str(list(MergedRow.objects.values_list("before", "after")))
    undo(world, one.place)
    found = Door.objects.filter(pk__in=[one.pk, other.pk]).order_by("-visits")
    assert [(d.note, d.visits, d.running) for d in found] == [
        ("家里有人怕狗", 2, True), ("", 1, True)
    ]  # fmt: skip


def test_what_was_added_since_goes_with_whom_it_belongs_to(world: World) -> None:
    case = world.case(world.stairwell)
    gone = case.place
    stays = Place.objects.filter(parent=gone.parent, kind="household").exclude(pk=gone.pk)[0]
    merge(world, gone, stays)
    case.refresh_from_db()
    assert case.place_id == stays.pk
    later = Check.objects.create(case=case, path=case.path, day=clock.today(), slot="extra")
    assert undo(world, gone).status_code == 302
    back = Check.objects.get(pk=later.pk)
    assert back.path == Case.objects.get(pk=case.pk).path == gone.path
    history = Case.pgh_event_model.objects.filter(pgh_obj_id=case.pk)  # type: ignore[attr-defined]
    assert set(history.values_list("path", flat=True)) == {gone.path}


def test_what_stands_in_the_way_is_named_and_nothing_is_touched(
    world: World, compound: Place
) -> None:
    goes, stays = two_buildings(world)
    merge(world, goes, stays)
    came = MergedRow.objects.filter(table="people_person").values_list("row", flat=True)[0]
    person = Person.objects.get(pk=came)
    target = world.home(world.elsewhere)
    Person.objects.filter(pk=person.pk).update(path=target.path)
    before = whole(compound)
    answer = undo(world, goes)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "这里的居民后来又改过,先改回去" in said
    assert whole(compound) == before


def test_a_namesake_or_a_second_merge_stands_in_the_way(world: World) -> None:
    one, other, third = Place.objects.filter(parent=world.stairwell, kind="household")[:3]
    merge(world, one, other)
    Place.objects.create(
        parent=world.stairwell, kind="household", name=one.name, label="xnamesake",
        path=f"{world.stairwell.path}.xnamesake",
    )  # fmt: skip
    merge(world, other, third)
    said = undo(world, one).content.decode()
    assert "后来建了同名或同代码的一处" in said
    assert "后来停用了,或又并入了别处" in said
    assert undo(world, other).status_code == 302
    Place.objects.filter(label="xnamesake").delete()
    assert undo(world, one).status_code == 302
    assert reconcile().agrees


def test_a_round_that_is_over_stays_over(world: World) -> None:
    one, other = Door.objects.filter(path__within=world.stairwell.path, running=True)[:2]
    merge(world, one.place, other.place)
    close_campaign(access=Access.system(), campaign_id=world.campaign.pk)
    undo(world, one.place)
    assert not Door.objects.filter(pk__in=[one.pk, other.pk], running=True).exists()
    assert reconcile().agrees


def test_only_homes_are_made_by_a_merge_and_they_go_again(world: World) -> None:
    one, other = Place.objects.filter(parent=world.stairwell, kind="household")[:2]
    Household.objects.filter(place=other).delete()
    merge(world, one, other)
    made = MergedRow.objects.filter(before__isnull=True)
    assert set(made.values_list("table", flat=True)) == {"people_household"}
    undo(world, one)
    assert not Household.objects.filter(place=other).exists()
