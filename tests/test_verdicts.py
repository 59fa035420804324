"""Verdicts: made with the registration, explained, overruled, followed by an observation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.arrivals import document, registered
from tests.key_areas import listed, street_of, without_list
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, KeyArea, Returnee, Verdict
from wanli.domains.arrivals.moves import moves
from wanli.domains.arrivals.operations.judge import judge, observe, overrule
from wanli.domains.arrivals.rules.areas import KeyAreas
from wanli.domains.arrivals.verdicts import explained, history
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.observation.models import Case
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


@pytest.fixture
def door(world: World, everything: None) -> Place:
    without_list()
    return world.home(world.stairwell)


def _verdict(arrival: Arrival) -> Verdict:
    return Verdict.objects.get(arrival=arrival, over_at=None)


def _stock(place: Place, measure: str) -> int:
    return sum(f.stock for f in figures(labels=[place.label], measures=[measure]))


def _somebody(door: Place) -> Person:
    found = Person.objects.filter(path=door.path, merged_into=None, left_on=None).first()
    return found or Person.objects.create(path=door.path, name="周小芳")


def _verified(arrival: Arrival, door: Place) -> Person:
    person = _somebody(door)
    Returnee.objects.filter(arrival=arrival).update(person=person)
    arrival.state, arrival.settled_at = "verified", clock.now()
    arrival.save()
    people = arrival.returnees.values_list("pk", flat=True)
    settle(measures=OF_A_RETURNEE, sources=list(people))
    return person


def test_a_registration_is_classed_at_once_and_explained(door: Place) -> None:
    listed(door, "420106", "high", clock.today() - timedelta(days=20))
    before = _stock(door, "class_key_area")
    verdict = _verdict(
        registered(door, **{"s1-until": str(clock.today() - timedelta(days=2))}).arrival
    )
    assert (verdict.cls, verdict.rule, verdict.version_id is not None) == (
        "key_area",
        "stayed",
        True,
    )
    said = explained(verdict)
    assert "住过湖北武汉武昌(当时高风险)" in said
    assert "离开 2 天后到达" in said
    assert said.endswith("按“近 14 天住过重点地区”归为“重点地区返回”。")
    assert _stock(door, "class_key_area") == before + 1
    assert reconcile().differences == []


def test_an_old_day_is_judged_by_the_list_of_that_day(door: Place) -> None:
    today = clock.today()
    listed(door, "420106", "high", today - timedelta(days=1))
    left_before = {"s1-until": str(today - timedelta(days=5))}
    assert _verdict(registered(door, **left_before).arrival).cls == "elsewhere"
    stayed_on = {
        "s1-until": str(today - timedelta(days=1)),
        "p1-document": document(),
        "p1-name": "王海",
    }
    assert (
        _verdict(registered(door, **stayed_on, **{"p1-phone": "15400000077"}).arrival).cls
        == "key_area"
    )


def test_contact_is_told_apart_within_a_family(door: Place) -> None:
    made = registered(
        door,
        **{"p2-name": "周大海", "p2-document": document(), "health": "yes", "p1-contact": "1"},
    )
    classes = dict(
        Verdict.objects.filter(arrival=made.arrival, over_at=None).values_list(
            "returnee__name", "cls"
        )
    )
    assert classes == {"周小芳": "contact", "周大海": "elsewhere"}


def test_judged_again_with_nothing_new_it_keeps_the_verdict(door: Place) -> None:
    arrival = registered(door).arrival
    first = _verdict(arrival)
    with transaction.atomic():
        assert judge(arrival) == 0
    assert _verdict(arrival) == first


def test_no_fact_lies_open(door: Place) -> None:
    made = registered(door, **{"health": "yes", "p1-contact": "1", "p1-s-cough": "1"})
    row = Verdict.objects.filter(arrival=made.arrival).values().get()
    assert "武汉" not in str({k: v for k, v in row.items() if k != "facts_cipher"})
    assert "武汉".encode() not in bytes(row["facts_cipher"])


def test_the_right_post_overrules_with_a_reason_and_history_stays(
    world: World, door: Place
) -> None:
    arrival = registered(door).arrival
    who = Returnee.objects.get(arrival=arrival)
    secretary = access_of(world.users["committee_secretary"].pk)
    with pytest.raises(Refused):
        overrule(access=secretary, returnee_id=who.pk, cls="key_area", why=" ")
    with pytest.raises(Refused):
        overrule(access=secretary, returnee_id=who.pk, cls="nowhere", why="同住的人从武汉来")
    with pytest.raises(Hidden):
        overrule(
            access=access_of(world.users["stairwell_leader"].pk),
            returnee_id=who.pk, cls="key_area", why="同住的人从武汉来",
        )  # fmt: skip
    made = overrule(access=secretary, returnee_id=who.pk, cls="key_area", why="同住的人从武汉来")
    again = overrule(access=secretary, returnee_id=who.pk, cls="key_area", why="同住的人从武汉来")
    assert made == again == _verdict(arrival)
    assert "同住的人从武汉来" in explained(made)
    assert [one.cls for one in history(who.pk)] == ["key_area", "elsewhere"]
    with transaction.atomic():
        assert judge(arrival) == 0
    assert _verdict(arrival) == made
    assert reconcile().differences == []


def test_who_is_known_and_verified_is_observed_by_one_call(world: World, door: Place) -> None:
    listed(door, "420106", "high", clock.today() - timedelta(days=20))
    arrival = registered(door).arrival
    worker = access_of(world.users["committee_worker"].pk)
    with transaction.atomic():
        assert observe(worker, arrival) == []
    person = _verified(arrival, door)
    Case.objects.filter(person=person).delete()
    with transaction.atomic():
        (case,) = observe(worker, arrival)
        assert observe(worker, arrival) == []
    assert (case.person_id, case.term, case.reason) == (person.pk, "arrival_14", "arrival")
    assert case.last_day == clock.today() + timedelta(days=14)
    assert _verdict(arrival).case == case.pk
    assert reconcile().differences == []


def test_whom_one_may_not_put_under_observation_waits(world: World, door: Place) -> None:
    listed(door, "420106", "high", clock.today() - timedelta(days=20))
    arrival = registered(door).arrival
    _verified(arrival, door)
    with transaction.atomic():
        assert observe(access_of(world.users["stairwell_leader"].pk), arrival) == []


def test_a_class_without_a_term_begins_nothing(door: Place) -> None:
    arrival = registered(door).arrival
    _verified(arrival, door)
    with transaction.atomic():
        assert observe(Access.system(), arrival) == []


def test_a_place_has_one_level_a_day(door: Place) -> None:
    listed(door, "420106", "high", date(2020, 2, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyArea.objects.create(**_again(KeyArea.objects.get()))


def _again(area: KeyArea) -> dict[str, Any]:
    return {
        "place": area.place, "path": area.path, "code": area.code, "name": area.name,
        "level": "low", "since": date(2020, 2, 3),
    }  # fmt: skip


def test_everybody_is_weighed_with_the_same_few_questions(door: Place) -> None:
    path = street_of(door).path
    asked = []
    for number, name in enumerate(("赵大", "钱二", "孙三")):
        who = {"p1-name": name, "p1-document": document(), "p1-phone": f"1540000020{number}"}
        registered(door, **who)
        with CaptureQueriesContext(connection) as queries:
            assert moves(path, plan_in_force(path).plan, KeyAreas(())).everybody > number
        asked.append(len(queries))
    assert len(set(asked)) == 1
    assert not any(" JOIN " in query["sql"] for query in queries if "arrivals_" in query["sql"])
