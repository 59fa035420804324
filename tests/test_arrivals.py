"""Registrations of returnees: kept once, believed by nobody before they are verified."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.arrivals import document, door_at, registered, typed
from tests.world import World
from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.form.typed import Faulty, understood
from wanli.domains.arrivals.forms import form_at, terms_of
from wanli.domains.arrivals.links import is_pin, pin_of, token_of
from wanli.domains.arrivals.models import Arrival, Returnee, Source, Stay
from wanli.domains.arrivals.operations.register import Telling, register
from wanli.domains.arrivals.posters import door_of, new_code
from wanli.domains.arrivals.vault import DOCUMENT, SAID, keyring, open_health, open_json
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Person
from wanli.domains.people.operations.rotate_keys import keys_in_use, reseal
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.errors import Hidden
from wanli.kernel.ids import uuid7


@pytest.fixture
def door(world: World, everything: None) -> Place:
    return world.home(world.stairwell)


def _stock(place: Place, measure: str) -> int:
    return sum(f.stock for f in figures(labels=[place.label], measures=[measure]))


def test_a_registration_waits_apart_for_the_committee(door: Place) -> None:
    people = Person.objects.count()
    before = _stock(door, "returnees_open")
    made = registered(door)
    assert Person.objects.count() == people
    assert made.arrival.path == door.path
    assert made.arrival.state == "open"
    waits = made.arrival.verify_by - made.arrival.registered_at
    assert abs(waits - timedelta(hours=24)) < timedelta(seconds=5)
    assert _stock(door, "returnees_open") == before + 1
    stay = Stay.objects.get(arrival=made.arrival)
    assert (stay.county, stay.words) == ("420106", "湖北武汉武昌")
    assert reconcile().differences == []


def test_nothing_of_a_person_lies_open(door: Place) -> None:
    number = document()
    made = registered(
        door, **{"p1-document": number, "health": "yes", "p1-contact": "1", "p1-s-cough": "1"}
    )
    row = Returnee.objects.filter(arrival=made.arrival).values().get()
    for sealed in (number, "15400000001", "cough"):
        assert all(sealed not in str(value) for value in row.values())
        assert all(
            sealed.encode() not in bytes(value)
            for value in row.values()
            if isinstance(value, bytes | memoryview)
        )
    health = open_health(row["health_cipher"])
    assert (health.contact, health.symptoms) == (True, ("cough",))


def test_sent_twice_it_is_there_once_and_leads_to_the_same_address(door: Place) -> None:
    at, telling = door_at(door), Telling(uuid7())
    form = form_at(at.compound.path)
    told = understood(typed(door), terms_of(form))
    first = register(door=at, form=form, told=told, telling=telling)
    again = register(door=at, form=form, told=told, telling=telling)
    assert (again.arrival.pk, again.token) == (first.arrival.pk, first.token)
    assert Source.objects.filter(arrival=first.arrival).count() == 1


def test_father_guard_and_stairwell_leader_tell_of_one_family(door: Place) -> None:
    father, child = document(), document()
    first = registered(
        door,
        **{"p1-document": father, "p2-name": "周子涵", "p2-document": child},
    )
    guard = registered(door, kind="guard", **{"p1-document": father, "p1-phone": "15400000009"})
    # The leader has no documents, and hears 章 where it is 张.
    leader = registered(
        door,
        kind="committee",
        **{
            "p1-name": "周晓芳", "p1-kind": "none", "p1-born": "1980-01-01", "p1-document": "",
            "p2-name": "周奶奶", "p2-kind": "none", "p2-born": "1950-01-01",
        },
    )  # fmt: skip
    assert first.arrival.pk == guard.arrival.pk == leader.arrival.pk
    sources = Source.objects.filter(arrival=first.arrival).order_by("pk")
    assert [one.kind for one in sources] == ["self", "guard", "committee"]
    said = [Told.of_json(open_json(SAID, one.said_cipher)) for one in sources]
    assert [len(one.people) for one in said] == [2, 1, 2]
    assert said[1].people[0].phone == "15400000009"
    names = Returnee.objects.filter(arrival=first.arrival).order_by("ordinal")
    assert [one.name for one in names] == ["周小芳", "周子涵", "周奶奶"]
    assert reconcile().differences == []


def test_another_family_behind_the_same_door_is_another_one(door: Place) -> None:
    one = registered(door)
    other = registered(door, **{"p1-name": "王建国", "p1-phone": "15400000002"})
    assert one.arrival.pk != other.arrival.pk


def test_father_and_son_of_one_name_are_told_apart_by_their_documents(door: Place) -> None:
    """Same name, same door, same phone: two people, whoever tells of them and however often."""
    father, son = {"p1-document": document()}, {"p1-document": document()}
    his, the_sons = registered(door, **father).arrival, registered(door, **son).arrival
    assert his.pk != the_sons.pk
    for kind, who, arrival in (("guard", father, his), ("committee", son, the_sons)):
        assert registered(door, kind=kind, **who).arrival == arrival
    for arrival in (his, the_sons):
        assert arrival.returnees.count() == 1
    assert reconcile().differences == []


def test_who_shows_a_passport_after_her_card_is_still_she(door: Place) -> None:
    first = registered(door).arrival
    passport = {"p1-kind": "passport", "p1-document": "E12345678", "p1-born": "1980-01-01"}
    assert registered(door, kind="guard", **passport).arrival == first
    assert first.returnees.count() == 1


def test_two_of_one_name_in_one_family_stay_two(door: Place) -> None:
    father, son = document(), document()
    nameless = {"p1-kind": "none", "p1-born": "1980-01-01", "p1-document": ""}
    other = {"p2-name": "周小芳", "p2-kind": "none", "p2-born": "2008-05-01"}
    first = registered(door, kind="guard", **nameless, **other).arrival
    assert registered(door, kind="committee", **nameless, **other).arrival == first
    both = {"p1-document": father, "p2-name": "周小芳", "p2-document": son}
    swapped = {"p1-document": son, "p2-name": "周小芳", "p2-document": father}
    for told in (both, swapped):
        assert registered(door, **told).arrival == first
    rows = first.returnees.order_by("ordinal")
    hold = [bytes(one.id_index or b"") for one in rows]
    assert hold == [keyring().index(DOCUMENT, number) for number in (father, son)]


def test_a_room_that_nobody_knows_is_kept_as_it_was_said(door: Place) -> None:
    hers = {"p1-document": document()}
    made = registered(door, room="9单元9901", **hers)
    assert made.arrival.home_words == "9单元9901"
    assert made.arrival.place.kind == "building"
    later = registered(door, **hers, **{"p1-phone": "15400000001"})
    assert later.arrival.pk == made.arrival.pk
    assert Arrival.objects.get(pk=made.arrival.pk).path == door.path
    assert set(Returnee.objects.filter(arrival=made.arrival).values_list("path", flat=True)) == {
        door.path
    }
    assert reconcile().differences == []


def test_somebody_without_an_address_registers_too(door: Place) -> None:
    at = door_at(door)
    made = registered(
        door, building=f"-{at.compound.label}", room="", words="暂住门口的旅馆,还没找到房子"
    )
    assert made.arrival.place_id == at.compound.pk
    assert made.arrival.home_words == "暂住门口的旅馆,还没找到房子"


def test_whoever_is_still_to_come_is_due_after_she_has_come(door: Place) -> None:
    day = clock.today() + timedelta(days=5)
    made = registered(door, arrives_on=day.isoformat(), **{"s1-until": day.isoformat()})
    assert made.arrival.verify_by == clock.midnight(day) + timedelta(hours=24)


def test_a_made_up_code_leads_nowhere(door: Place) -> None:
    code = door_at(door).poster.code
    assert door_of(f" {code[:3].upper()}-{code[3:]} ").poster.code == code
    for wrong in (code[:-1] + ("a" if code[-1] != "a" else "b"), new_code(), "", "x" * 400, "𝟙"):
        with pytest.raises(Hidden):
            door_of(wrong)


def test_the_digits_belong_to_the_address() -> None:
    token, other = token_of(uuid7()), token_of(uuid7())
    assert is_pin(token, f" {pin_of(token)[:2]} {pin_of(token)[2:]} ")
    assert not is_pin(token, "")
    assert token != other


def test_what_is_sealed_can_be_sealed_anew(door: Place) -> None:
    made = registered(door, transport="car", plate="沪AD12345", number="")
    assert made.arrival.plate_cipher is not None
    reseal()
    assert keys_in_use() == {1}


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"arrives_on": "2019-01-01"}, "arrives_on", "不用登记"),
        ({"arrives_on": "下周"}, "arrives_on", "看不懂"),
        ({"number": "G73O2"}, "number", "G7302"),
        ({"transport": "flight", "number": "5101"}, "number", "MU5101"),
        ({"transport": "car", "plate": "沪A1234"}, "plate", "7 位"),
        ({"transport": "rocket"}, "transport", "怎么来"),
        ({"s1-where": "鼓楼区"}, "s1-where", "选一个"),
        ({"s1-where": "某地"}, "s1-where", "没有找到"),
        ({"s1-since": "2020-02-30"}, "s1-since", "不存在"),
        ({"p1-document": "420106198001010012"}, "p1-document", "校验位"),
        ({"p1-name": "12345"}, "p1-name", "不像姓名"),
        ({"p1-phone": "1380"}, "p1-phone", "位数不对"),
        ({"p1-phone": ""}, "p1-phone", "留电话"),
        ({"health": ""}, "health", "有没有"),
        ({"health": "yes"}, "health", "是谁"),
        ({"p1-celsius": "365"}, "p1-celsius", "36.5"),
        ({"building": ""}, "building", "楼栋"),
        ({"room": ""}, "room", "室号"),
        ({"p2-name": "王" * 90, "p2-document": "x"}, "p2-name", "太长"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    door: Place, more: dict[str, str], field: str, said: str
) -> None:
    form = form_at(door.path)
    with pytest.raises(Faulty) as refused:
        understood({**typed(door), **more}, terms_of(form))
    fault = refused.value.faults[field]
    assert said in fault.message.format(**{k: str(v) for k, v in fault.params.items()})


@pytest.mark.parametrize(
    "more",
    [
        {"p1-name": "Maximiliana Aleksandrovna von Hohenstaufen-Krasnoyarskaya",
         "p1-kind": "passport", "p1-document": "C01X00T47"},
        {"p2-name": "周宝宝", "p2-kind": "none", "p2-born": "2026-08-01"},
        {"transport": "car", "plate": "沪A·D12345"},
        {"s1-where": "Milano, Italia", "s1-abroad": "1"},
        {"arrives_on": "今天"},
        {"p1-name": "<script>alert('甲')</script>"},
        {"words": "‮𝕏\x00" * 10},
    ],
)  # fmt: skip
def test_whoever_comes_can_be_written_down(door: Place, more: dict[str, str]) -> None:
    told = understood({**typed(door), **more}, terms_of(form_at(door.path)))
    assert Told.of_json(told.as_json()) == told
