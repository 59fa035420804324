"""Vaccination and tests: asked where the plan asks, kept sealed, judged by the table."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.arrivals import adopted, compound_of, document, typed
from tests.key_areas import street_of, without_list
from tests.world import World
from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.form.typed import understood
from wanli.domains.arrivals.forms import form_at, terms_of
from wanli.domains.arrivals.models import Returnee, Source, Verdict
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.arrivals.vault import SAID, open_health, open_json
from wanli.domains.arrivals.verdicts import explained
from wanli.domains.places.models import Place
from wanli.domains.plans.models import Version
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.reading import write
from wanli.kernel.ids import uuid7


@pytest.fixture
def door(world: World, everything: None) -> Place:
    without_list()
    return world.home(world.stairwell)


def asks(door: Place, *, ask: bool = True) -> None:
    """The plan asks for both, and has unvaccinated people of other provinces verified."""
    content = write(plan_in_force(door.path).plan)
    content["registration"] |= {"vaccination": ask, "test": ask}
    rows = content["sorting"]["rows"]
    if ask:
        positive = {
            "key": "positive", "name": {"zh": "检测阳性", "en": "Tested positive"},
            "cls": "contact", "test": "positive",
        }  # fmt: skip
        rows.insert(1, positive)
    street = street_of(door)
    adopted(street, content, Version.objects.filter(place=street).count() + 1)


def send(world: World, door: Place, **more: str) -> Any:
    url = reverse("arrival:form", args=[way_to(compound_of(door).label)])
    entry = str(uuid7())
    answer = world.client("committee_worker").post(url, typed(door, entry=entry, **more))
    return answer, Source.objects.filter(pk=entry).first()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", ("疫苗", "最近一次检测")), ("en", ("Vaccination", "Last test"))],
)
def test_asked_only_where_the_plan_asks(
    world: World, door: Place, language: str, words: tuple[str, str]
) -> None:
    url = reverse("arrival:form", args=[way_to(compound_of(door).label)])
    for ask in (False, True):
        asks(door, ask=ask)
        page = world.client("gate_guard").get(url, headers={"accept-language": language})
        for word in words:
            assert (word in page.content.decode()) is ask


def test_kept_sealed_shown_to_the_committee_and_judged(world: World, door: Place) -> None:
    asks(door)
    answer, source = send(world, door, **{"p1-vaccination": "partial", "p1-test": "positive"})
    assert answer.status_code == 302
    who = Returnee.objects.get(arrival=source.arrival)
    assert b"positive" not in bytes(who.health_cipher)
    health = open_health(who.health_cipher)
    assert (health.vaccination, health.test) == ("partial", "positive")
    verdict = Verdict.objects.get(returnee=who, over_at=None)
    assert (verdict.rule, verdict.cls) == ("positive", "contact")
    assert "检测结果" in explained(verdict)
    page = world.client("committee_worker").get(
        reverse("arrivals:arrival", args=[source.arrival_id])
    )
    assert "疫苗 没打完" in page.content.decode()
    told = Told.of_json(open_json(SAID, source.said_cipher))
    assert (told.people[0].vaccination, told.people[0].test) == ("partial", "positive")


def test_what_is_not_asked_or_not_answered_is_unknown(world: World, door: Place) -> None:
    _answer, source = send(world, door, **{"p1-vaccination": "full", "p1-test": "positive"})
    health = open_health(Returnee.objects.get(arrival=source.arrival).health_cipher)
    assert (health.vaccination, health.test) == ("", "")
    asks(door)
    more = {"p1-name": "王海", "p1-document": document(), "p1-phone": "15400000077"}
    _answer, source = send(world, door, **more, **{"p1-test": "none"})
    health = open_health(Returnee.objects.get(arrival=source.arrival).health_cipher)
    assert (health.vaccination, health.test) == ("", "")


def test_an_odd_answer_is_told_at_its_field(world: World, door: Place) -> None:
    asks(door)
    answer, source = send(world, door, **{"p1-vaccination": "双倍"})
    assert (answer.status_code, source) == (422, None)
    assert 'id="p1-vaccination_e"' in answer.content.decode()


def test_tellings_from_before_it_was_asked_are_read(door: Place) -> None:
    told = understood(typed(door), terms_of(form_at(door.path)))
    data = told.as_json()
    for one in data["people"]:
        del one["vaccination"], one["test"]
    assert Told.of_json(data) == told
