"""Days on which everything about those who arrive comes at once, or comes wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.arrivals import door_at, registered, typed
from tests.world import World
from wanli.domains.arrivals.models import Arrival, Returnee, Source, Verdict
from wanli.domains.arrivals.operations.follow_up import Verified, verify
from wanli.domains.arrivals.queries import owed
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

HOSTILE = (
    "<script>alert('甲')</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE people_person; --",
    "{{ 7*7 }}{% load x %}%s{0}",
    "\u202e\u0000\ufffe",
    "名" * 5000,
    "‮ 𝕏 ﷽ " * 40,
)


@pytest.fixture
def door(world: World, everything: None) -> Place:
    return world.home(world.stairwell)


def _url(door: Place) -> str:
    return reverse("arrival:form", args=[door_at(door).poster.code])


def _send(who: Client, door: Place, **more: str) -> Any:
    return who.post(_url(door), typed(door, **({"entry": str(uuid7())} | more)))


@pytest.mark.parametrize(
    ("first", "second"), [("吕建国", "呂建國"), ("于喆", "于哲"), ("张晓筠", "章小云")]
)
def test_told_by_father_leader_and_guard_with_another_character_it_is_one_family(
    world: World, door: Place, first: str, second: str
) -> None:
    """Only the father knows the number of the document; a guard writes what he hears."""
    before = owed([door.path]).open
    made = registered(door, **{"p1-name": first}).arrival
    for kind in ("committee", "guard"):
        heard = {"p1-name": second, "p1-document": "", "p1-kind": "none", "p1-born": "1980-01-01"}
        told = registered(door, kind=kind, **heard, **{"p1-phone": "15400000002"})
        assert told.arrival == made
    assert made.returnees.count() == 1
    assert sorted(made.sources.values_list("kind", flat=True)) == ["committee", "guard", "self"]
    assert owed([door.path]).open == before + 1
    assert Verdict.objects.filter(arrival=made, over_at=None).count() == 1
    assert reconcile().differences == []


def test_a_baby_without_a_document_is_entered_once_and_shown_in_months(
    world: World, door: Place
) -> None:
    born = clock.today().replace(day=1) - timedelta(days=240)
    baby = {"p2-name": "周宝宝", "p2-kind": "none", "p2-born": born.isoformat()}
    arrival = registered(door, **baby).arrival
    verify(
        access=Access.system(), arrival_id=arrival.pk, contact_id=uuid7(), way="phone",
        found=Verified(),
    )  # fmt: skip
    who = Returnee.objects.get(arrival=arrival, name="周宝宝")
    assert Person.objects.get(pk=who.person_id).birth_date == born
    page = world.client("committee_worker").get(reverse("arrivals:arrival", args=[arrival.pk]))
    assert "个月" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [(-61, "已经过去 61 天", "61 days ago"), (200, "还有 200 天", "200 days")],
)
def test_a_day_long_past_or_far_ahead_is_asked_about_in_both_languages(
    door: Place, days: int, zh: str, en: str
) -> None:
    day = (clock.today() + timedelta(days=days)).isoformat()
    for language, said in (("zh-hans", zh), ("en", en)):
        answer = Client(headers={"accept-language": language}).post(
            _url(door), typed(door, entry=str(uuid7()), arrives_on=day)
        )
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert f'value="{day}"' in answer.content.decode()


def test_who_is_still_to_come_is_owed_on_that_day_and_not_before(door: Place) -> None:
    before = owed([door.path])
    registered(door, arrives_on=(clock.today() + timedelta(days=3)).isoformat())
    after = owed([door.path])
    assert (after.open, after.coming) == (before.open, before.coming + 1)
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert owed([door.path]).open == before.open + before.coming + 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_refused_or_kept_as_text(
    world: World, door: Place, hostile: str, language: str
) -> None:
    fields = [*typed(door), "words", "nowhere", "plate", "arrives_at", "s1-passed", "s1-abroad",
        "s1-code", "p1-kind", "p1-born", "p1-celsius", "p1-contact", "p2-name", "p99-name",
        "q-came", "entry", "version", "kind", "lane", "add", "p1-sex"]  # fmt: skip
    phone = Client(headers={"accept-language": language}, raise_request_exception=False)
    known = set(Arrival.objects.values_list("pk", flat=True))
    for n, name in enumerate(fields):
        answer = _send(phone, door, **{"p1-phone": f"154{n:08d}", name: hostile})
        assert answer.status_code in (200, 302, 422, 429), name
        assert "<script>alert('甲')" not in answer.content.decode(), name
        assert "<img src=x" not in answer.content.decode(), name
    desk = world.client("committee_worker")
    for arrival in Arrival.objects.exclude(pk__in=known):
        assert len(arrival.home_words) <= 200
        for url in (reverse("arrivals:arrival", args=[arrival.pk]), reverse("arrivals:list")):
            page = desk.get(url, headers={"accept-language": language}).content.decode()
            assert "<script>alert('甲')" not in page
            assert "<img src=x" not in page
    assert reconcile().differences == []


def test_a_whole_name_of_a_foreigner_stays_whole_to_the_register(door: Place) -> None:
    name = "Maximiliana Aleksandrovna von Hohenstaufen-Krasnoyarskaya"
    arrival = registered(
        door, **{"p1-name": name, "p1-kind": "passport", "p1-document": "C01X00T47"}
    ).arrival
    verify(
        access=Access.system(), arrival_id=arrival.pk, contact_id=uuid7(), way="phone",
        found=Verified(),
    )  # fmt: skip
    assert Person.objects.get(pk=arrival.returnees.get().person_id).name == name


def test_one_who_presses_send_many_times_is_there_once(door: Place) -> None:
    phone, said = Client(), typed(door, entry=str(uuid7()))
    answers = [phone.post(_url(door), said) for _time in range(5)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Source.objects.filter(pk=said["entry"]).count() == 1
