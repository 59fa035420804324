"""The form behind a poster and the private page: no account, no script, nothing given away."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.arrivals import adopted, document, door_at, registered, typed
from tests.world import World
from wanli.domains.arrivals.links import pin_of
from wanli.domains.arrivals.models import Arrival, Returnee, Source
from wanli.domains.arrivals.operations import register as registering
from wanli.domains.places.models import Place
from wanli.domains.plans.rules.reading import starter
from wanli.kernel import clock
from wanli.kernel.ids import uuid7
from wanli.web.arrival import doors


@pytest.fixture
def door(world: World, everything: None) -> Place:
    return world.home(world.stairwell)


def _url(door: Place) -> str:
    return reverse("arrival:form", args=[door_at(door).poster.code])


def _sent(client: Client, door: Place, **more: str) -> Any:
    return client.post(_url(door), {**typed(door), "entry": str(uuid7()), **more})


def _newest() -> Arrival:
    return Arrival.objects.latest("registered_at")


def _fields(page: str) -> set[str]:
    return set(re.findall(r'name="([^"]+)"', page))


def test_the_form_is_light_and_says_nothing_of_who_lives_where(
    client: Client, world: World, door: Place
) -> None:
    page = client.get(_url(door))
    sizes = len(page.content)
    for file in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.content.decode()):
        sizes += sum(len(part) for part in client.get(file).streaming_content)
    assert sizes < 30_000
    assert {"building", "room", "p1-name", "p1-document", "health", "entry"} <= _fields(
        page.content.decode()
    )
    assert world.person(world.stairwell).name not in page.content.decode()
    english = client.get(_url(door) + "?lang=en").content.decode()
    assert "Send" in english


def test_a_family_registers_and_gets_a_code_for_the_gate(client: Client, door: Place) -> None:
    answer = _sent(client, door, **{"p2-name": "周子涵", "p2-document": document()})
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert re.search(r'class="four">[A-Z0-9]{4}<', page)
    assert "2 人" in page
    assert "周小芳" in page
    source = Source.objects.latest("at")
    assert pin_of(answer.url.split("/")[2]) in page
    assert source.arrival.returnees.count() == 2


def test_sent_again_from_the_same_page_it_is_there_once(client: Client, door: Place) -> None:
    entry = str(uuid7())
    same = {**typed(door), "entry": entry}
    first = client.post(_url(door), same)
    again = Client().post(_url(door), same)
    assert first.url == again.url
    assert Source.objects.filter(pk=entry).count() == 1


def test_what_was_typed_stays_when_something_is_wrong(client: Client, door: Place) -> None:
    before = Arrival.objects.count()
    answer = _sent(client, door, number="G73O2", **{"p1-document": "420106198001010012"})
    assert answer.status_code == 422
    page = answer.content.decode()
    for said in ("周小芳", "G73O2", "420106198001010012", "有 2 处要改", "校验位"):
        assert said in page
    assert Arrival.objects.count() == before


def test_a_place_with_five_of_its_name_is_asked_for(client: Client, door: Place) -> None:
    page = _sent(client, door, **{"s1-where": "鼓楼区"}).content.decode()
    assert "江苏省南京市鼓楼区" in page
    answer = _sent(client, door, **{"s1-where": "鼓楼区", "s1-code": "350102"})
    assert answer.status_code == 302
    assert _newest().stays.get().county == "350102"


def test_without_a_script_the_page_adds_a_row(client: Client, door: Place) -> None:
    before = Arrival.objects.count()
    page = _sent(client, door, add="p").content.decode()
    assert "p2-name" in _fields(page)
    assert Arrival.objects.count() == before


def test_a_version_replaced_while_somebody_types_is_taken(
    client: Client, world: World, door: Place
) -> None:
    content = starter().model_dump(mode="json")
    asked = {
        "key": "shuttle", "kind": "choice", "text": {"zh": "要接站吗?", "en": "Shuttle?"},
        "choices": [{"zh": "要"}, {"zh": "不要"}],
    }  # fmt: skip
    content["registration"]["questions"] = [asked]
    old = adopted(world.post("leading_group_head").place, content, 91)
    page = client.get(_url(door)).content.decode()
    assert "要接站吗?" in page
    content["registration"]["questions"] = []
    adopted(world.post("leading_group_head").place, content, 92)
    assert "要接站吗?" not in client.get(_url(door)).content.decode()
    answer = _sent(client, door, version=str(old.pk), **{"q-shuttle": "要"})
    assert answer.status_code == 302
    arrival = _newest()
    assert arrival.version_id == old.pk
    assert arrival.answers_cipher is not None


def test_whether_somebody_is_known_already_cannot_be_told(client: Client, door: Place) -> None:
    known = document()
    registered(door, **{"p1-document": known, "p2-name": "周子涵", "p2-document": document()})
    first = _sent(client, door, **{"p1-document": known, "p1-phone": "15400000777"})
    other = _sent(Client(), door, **{"p1-name": "王建国", "p1-phone": "15400000888"})
    assert (first.status_code, other.status_code) == (302, 302)
    page = client.get(first.url).content.decode()
    assert "周子涵" not in page
    assert "1 人" in page


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "' OR 1=1 --", "\u202e\u0000𝕏{x}%s"]
)
def test_hostile_text_is_text(client: Client, door: Place, hostile: str) -> None:
    for name in ("room", "number", "carriage", "s1-where", "p1-name", "p1-document", "p1-phone",
                 "entry", "version", "kind", "transport", "building", "add", "words"):  # fmt: skip
        answer = _sent(client, door, **{name: hostile})
        assert answer.status_code in (200, 302, 422), name
        assert "<script>alert" not in answer.content.decode()
    assert client.get(_url(door) + f"places/?q={hostile}").status_code == 200


def test_a_gates_shared_network_is_not_stopped_but_one_phone_is(
    client: Client, door: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "FROM_ONE_DEVICE", 2)
    client.get(_url(door))
    found = [
        _sent(client, door, **{"p1-name": name, "p1-phone": f"1540000100{n}"}).status_code
        for n, name in enumerate(("王一", "李二", "张三"))
    ]
    assert found == [302, 302, 429]
    neighbour = Client()
    neighbour.get(_url(door))
    answer = _sent(neighbour, door, **{"p1-name": "赵四", "p1-phone": "15400001009"})
    assert answer.status_code == 302


def test_nobody_waits_for_the_count_of_a_neighbour_who_is_still_registering(
    client: Client, door: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths, count = [], doors.attempt

    def seen(**asked: Any) -> int:
        depths.append(len(connection.savepoint_ids))
        return count(**asked)

    monkeypatch.setattr(doors, "attempt", seen)
    outside = len(connection.savepoint_ids)
    assert _sent(client, door).status_code == 302
    assert depths
    assert set(depths) == {outside}


def test_on_another_phone_it_takes_the_digits(client: Client, door: Place) -> None:
    token = registered(door).token
    url = reverse("arrival:mine", args=[token])
    page = client.get(url).content.decode()
    assert "周小芳" not in page
    wrong = client.post(url + "open/", {"pin": "12"})
    assert wrong.status_code == 422
    assert client.post(url + "open/", {"pin": pin_of(token)}).status_code == 302
    assert "周小芳" in client.get(url).content.decode()
    data = client.get(url + "data/")
    assert "周小芳" in data.content.decode()
    for _n in range(6):
        blocked = Client().post(url + "open/", {"pin": "0"})
    assert "一小时" in blocked.content.decode()
    assert Client().post(url + "open/", {"pin": pin_of(token)}).status_code == 422
    assert Client().get(url + "data/").status_code == 404
    assert Client().get(reverse("arrival:mine", args=["x" * 22])).status_code == 404


def test_she_corrects_what_she_said(client: Client, door: Place) -> None:
    url = _sent(client, door).url
    page = client.get(url + "mend/").content.decode()
    assert "周小芳" in page
    told = {**typed(door), "arrives_on": (clock.today() + timedelta(days=2)).isoformat()}
    told |= {"p1-name": "周小方", "p2-name": "周子涵", "p2-document": document(), "number": "D301"}
    assert client.post(url + "mend/", told).status_code == 302
    arrival = _newest()
    assert arrival.number == "D301"
    assert list(arrival.returnees.order_by("ordinal").values_list("name", flat=True)) == [
        "周小方",
        "周子涵",
    ]
    fewer = client.post(url + "mend/", typed(door))
    assert fewer.status_code == 422
    assert "少了人" in fewer.content.decode()
    assert Client().post(url + "mend/", told).status_code == 404


def test_she_asks_for_deletion_once(client: Client, door: Place) -> None:
    url = _sent(client, door).url
    assert client.post(url + "erase/").status_code == 302
    assert "等答复" in client.get(url).content.decode()
    assert Source.objects.get(arrival=_newest()).erase_asked_at is not None


def test_from_the_wrong_gate_one_is_led_to_the_right_one(
    client: Client, world: World, door: Place
) -> None:
    there = door_at(world.elsewhere).compound
    listed = client.get(_url(door) + "compounds/").content.decode()
    assert there.name in listed
    answer = client.get(_url(door) + f"to/{there.label}/")
    assert there.name in client.get(answer.url).content.decode()
    assert client.get(_url(door) + f"to/{door.label}/").status_code == 404


def test_a_guard_registers_somebody_on_her_own_screen(world: World, door: Place) -> None:
    guard = world.client("gate_guard")
    at = door_at(world.post("gate_guard").place)
    building = Place.objects.filter(path__within=at.compound.path, kind="building")[0]
    answer = guard.post(
        reverse("arrival:form", args=[at.poster.code]),
        {**typed(door), "building": building.label, "room": "101", "entry": str(uuid7())},
    )
    assert answer.status_code == 302
    source = Source.objects.latest("at")
    assert (source.kind, source.by) == ("guard", world.users["gate_guard"])
    assert Returnee.objects.filter(arrival=source.arrival).count() == 1


def test_a_building_that_went_out_of_use_meanwhile(
    client: Client, door: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _sent(client, door, building="gone0000")
    assert answer.status_code == 422
    assert "停用" in answer.content.decode()
    assert registering.GONE
