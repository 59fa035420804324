"""Lists narrowed by mark, registration or state: whom they show, how many they say there are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.canvass import queries as canvass
from wanli.domains.canvass.models import Door
from wanli.domains.ledger.operations.fold import fold_all
from wanli.domains.people.models import KeyMark, MarkKind, Person, Residence
from wanli.domains.people.queries import Filter, how_many, people
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import ROOT

READERS = ("leading_group_head", "committee_worker", "stairwell_leader")
FILTERS: dict[str, dict[str, str]] = {
    "any mark": {"mark": "any"},
    **{kind: {"mark": kind} for kind in MarkKind.values},
    "elsewhere": {"registered": "elsewhere"},
    "absent": {"registered": "absent"},
    "both": {"mark": "any", "registered": "elsewhere"},
}


def _belongs(person: Person, mark: str = "", registered: str = "") -> bool:
    """Whether a filter means this person, asked of her own records one by one."""
    marks = set(KeyMark.objects.filter(person=person, until=None).values_list("kind", flat=True))
    homes = Residence.objects.filter(person=person, until=None, actual=True)
    asked = {
        "elsewhere": homes.filter(registered=False, place__isnull=False),
        "absent": homes.filter(place=None),
    }
    right = not mark or (bool(marks) if mark == "any" else mark in marks)
    return right and (not registered or asked[registered].exists())


@pytest.mark.parametrize("key", READERS)
@pytest.mark.parametrize("narrowed", FILTERS.values(), ids=FILTERS)
def test_a_filter_shows_each_it_means_once_in_the_order_of_doors(
    world: World, key: str, narrowed: dict[str, str]
) -> None:
    access = access_of(world.users[key].pk)
    paths = access.paths("people.view")
    here = Person.objects.filter(path__within_any=paths, merged_into=None, left_on=None)
    meant = [p for p in here.order_by("path", "birth_date", "id") if _belongs(p, **narrowed)]
    with acting(access.scope):
        assert list(people(Filter(paths=paths, **narrowed))) == meant


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("key", READERS)
@pytest.mark.parametrize("narrowed", FILTERS.values(), ids=FILTERS)
def test_the_books_say_how_many_a_list_holds(
    world: World, key: str, narrowed: dict[str, str], folded: bool
) -> None:
    if folded:
        fold_all()
    access = access_of(world.users[key].pk)
    with acting(access.scope):
        wanted = Filter(paths=access.paths("people.view"), **narrowed)
        said = how_many(wanted)
        assert said in (None, people(wanted).count())
    assert (said is None) == (narrowed in (FILTERS["absent"], FILTERS["both"]))


@pytest.mark.parametrize("which", ["left", "again", "done", "all"])
@pytest.mark.parametrize("key", READERS)
def test_doors_are_as_many_as_the_progress_says(world: World, key: str, which: str) -> None:
    access = access_of(world.users[key].pk)
    paths = access.paths("canvass.view")
    with acting(access.scope):
        progress = canvass.progress_of(world.campaign, paths)
        found = list(canvass.doors(world.campaign, paths, which=which))
    assert len({door.pk for door in found}) == len(found) == canvass.how_many(progress, which)


def test_a_door_that_waits_for_an_agreed_day_comes_last(world: World) -> None:
    paths = [world.stairwell.path]
    first, second, *_ = canvass.doors(world.campaign, paths)
    soon = clock.today() + timedelta(days=1)
    Door.objects.filter(pk=first.pk).update(next_visit=soon)
    Door.objects.filter(pk=second.pk).update(next_visit=clock.today())
    listed = list(canvass.doors(world.campaign, paths))
    assert (listed[0].pk, listed[-1].pk) == (second.pk, first.pk)


def test_a_retired_home_is_no_longer_counted(world: World) -> None:
    paths = [world.stairwell.path]
    before = canvass.progress_of(world.campaign, paths)
    door = canvass.doors(world.campaign, paths, which="all")[0:1][0]
    door.place.retired_on = clock.today()
    door.place.save()
    after = canvass.progress_of(world.campaign, paths)
    assert before
    assert after
    assert after.total == before.total - 1


def test_campaigns_that_run_and_that_are_over_come_in_one_answer(world: World) -> None:
    running = canvass.campaigns([ROOT])
    assert [c for c in canvass.campaigns([ROOT], running=None) if c.running] == running
    world.campaign.closed_on = clock.today()
    world.campaign.save()
    over = canvass.campaigns([ROOT], running=None)
    assert world.campaign.pk in [c.campaign_id for c in over if not c.running]


def _asked(statement: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


@pytest.mark.parametrize("key", READERS)
def test_the_owners_functions_answer_within_the_readers_scope(world: World, key: str) -> None:
    access = access_of(world.users[key].pk)
    (own,) = access.paths("people.view")
    doors = Door.objects.filter(campaign=world.campaign, place__retired_on=None)
    inside = doors.filter(path__within=own).count()
    apart = doors.exclude(path__within=own).values_list("path", flat=True)
    with acting(access.scope):
        progress = "SELECT total FROM canvass_progress(%s::ltree[], %s, NULL)"
        assert _asked(progress, [ROOT], world.campaign.pk) == [(inside,)]
        assert _asked(progress, [*apart][:3], uuid7()) == []
        found = _asked("SELECT id FROM people_find('', 'wang', '{}', '{}', 1000)")
        seen = Person.objects.filter(pk__in=[row[0] for row in found])
        assert {p.pk for p in seen} == {UUID(str(row[0])) for row in found}


def test_a_search_says_each_once_names_before_sounds(world: World) -> None:
    found = _asked("SELECT id, rank FROM people_find('', 'li', '{}', '{}', 1000)")
    heard = Person.objects.filter(pinyin__startswith="li") | Person.objects.filter(initials="li")
    here = heard.filter(merged_into=None, left_on=None)
    assert sorted(row[0] for row in found) == sorted(here.values_list("pk", flat=True))
    assert [row[1] for row in found] == sorted(row[1] for row in found)


def test_words_inside_a_name_are_found_after_those_it_begins_with(world: World) -> None:
    person = world.person(world.stairwell)
    person.name = "欧阳甲乙"
    person.save()
    other = world.person(world.elsewhere)
    other.name = "甲乙丙"
    other.save()
    found = _asked("SELECT id, rank FROM people_find('甲乙', '', '{}', '{}', 20)")
    assert found == [(other.pk, 2), (person.pk, 6)]


def test_the_server_says_how_long_it_took(world: World) -> None:
    said = world.client("committee_worker").get("/").headers["Server-Timing"]
    assert said.startswith("total;dur=")
    assert float(said.removeprefix("total;dur=")) > 0
