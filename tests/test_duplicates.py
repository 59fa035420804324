"""Possible duplicates on screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World
from wanli.domains.people.models import Person
from wanli.domains.people.operations.register import Newcomer, register
from wanli.kernel.access import Access

NUMBER = "E12345678"
Two = tuple[Person, Person]


@pytest.fixture
def two(world: World) -> Two:
    """One woman, entered twice behind one door."""
    home = world.home(world.stairwell)
    ids = [
        register(access=Access.system(), label=home.label, newcomer=Newcomer(**said))
        for said in (
            {"name": "单小芳", "birth_date": "1949-12-31", "document": NUMBER},
            {"name": "善小芳", "birth_date": "1949-12-31", "phones": "13800138002"},
        )
    ]
    return Person.objects.get(pk=ids[0]), Person.objects.get(pk=ids[1])


def _url(two: Two, deed: str = "merge") -> str:
    return f"/people/{two[0].pk}/{deed}/{two[1].pk}/"


def _sent(world: World, two: Two, **said: str) -> dict[str, Any]:
    form = world.client("committee_worker").get(_url(two)).context["form"]
    return {name: form[name].value() for name in form.fields} | said


def test_a_pair_is_listed_masked_with_why(world: World, two: Two) -> None:
    page = world.client("committee_worker").get("/people/duplicates/").content.decode()
    assert "住同一户,姓名同音" in page
    assert "单小芳" not in page
    assert str(two[1].pk) in page


def test_nobody_else_is_shown_it(world: World, two: Two) -> None:
    page = world.client("other_worker").get("/people/duplicates/").content.decode()
    assert str(two[1].pk) not in page
    assert world.client("other_worker").get(_url(two)).status_code == 404


def test_different_people_are_not_suggested_again(world: World, two: Two) -> None:
    worker = world.client("committee_worker")
    assert worker.post(_url(two, "different")).status_code == 302
    assert str(two[1].pk) not in worker.get("/people/duplicates/").content.decode()


def test_merged_the_old_address_leads_to_the_survivor_and_undone_it_does_not(
    world: World, two: Two
) -> None:
    worker = world.client("committee_worker")
    assert worker.post(_url(two), _sent(world, two, name="theirs")).status_code == 302
    old = worker.get(f"/people/{two[1].pk}/")
    assert (old.status_code, old["Location"]) == (302, f"/people/{two[0].pk}/")
    page = worker.get(f"/people/{two[0].pk}/")
    assert "善**" in page.content.decode()
    (merge,) = page.context["merges"]
    assert worker.post(f"/people/merges/{merge.pk}/undo/").status_code == 302
    assert worker.get(f"/people/{two[1].pk}/").status_code == 200


def test_a_merge_after_somebody_else_changed_one_of_them_is_asked_again(
    world: World, two: Two
) -> None:
    sent = _sent(world, two, name="theirs")
    Person.objects.filter(pk=two[1].pk).update(sex="m")
    answer = world.client("committee_worker").post(_url(two), sent)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert "改过:性别" in str(form.errors["__all__"])
    assert form["name"].value() == "theirs"
    again = sent | {"seen": form["seen"].value(), "sex": "mine"}
    assert world.client("committee_worker").post(_url(two), again).status_code == 302


@pytest.mark.parametrize(("field", "typed"), [("name", "x"), ("document", "\x00")])
def test_a_choice_must_be_one_of_the_two(world: World, two: Two, field: str, typed: str) -> None:
    answer = world.client("committee_worker").post(_url(two), _sent(world, two, **{field: typed}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"x": 7}'])
def test_a_tampered_state_merges_nothing(world: World, two: Two, seen: str) -> None:
    answer = world.client("committee_worker").post(_url(two), _sent(world, two, seen=seen))
    assert answer.status_code == 422


def test_one_with_herself_is_refused(world: World, two: Two) -> None:
    for deed in ("merge", "different"):
        answer = world.client("committee_worker").post(_url((two[0], two[0]), deed), {"seen": "{}"})
        assert answer.status_code == 422


def test_what_was_opened_of_either_record_shows_on_the_page(world: World, two: Two) -> None:
    worker = world.client("committee_worker")
    worker.post(f"/people/{two[1].pk}/open/", {"reason": "核对重名"})
    worker.post(_url(two), _sent(world, two))
    assert "核对重名" in worker.get(f"/people/{two[0].pk}/").content.decode()


def test_any_page_of_the_list_can_be_asked_for(world: World, two: Two) -> None:
    worker = world.client("committee_worker")
    for page in ("", "x", "0", "99999", "-1"):
        assert worker.get(f"/people/duplicates/?page={page}").status_code == 200
