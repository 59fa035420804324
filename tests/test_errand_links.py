"""A home asks, answers and calls off by its own link: light, without scripts, and only its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.errands import EGGS, MILK, access, asked, picture, planned, taken
from tests.forms import fields_of
from tests.homes import Home, home_of
from tests.world import World
from wanli.domains.errands.models import Item, Photo, Request
from wanli.domains.errands.operations.shop import ask_swap
from wanli.domains.observation.models import State
from wanli.domains.observation.operations.close_case import close
from wanli.kernel.ids import uuid7

RUNNER = "property_manager"


@pytest.fixture
def home(world: World) -> Home:
    return home_of(world, world.stairwell)


def wants(home: Home, **said: object) -> dict[str, object]:
    return {"entry": str(uuid7()), "kind": "shopping", "items": "鸡蛋 1 盒\n青菜 2 斤"} | said


def test_a_home_asks_once_however_often_it_is_sent(home: Home) -> None:
    phone, form = home.phone(), wants(home)
    for _ in range(2):
        assert phone.client.post(home.at("errands"), form).status_code == 302
    made = Request.objects.get(path=home.case.path)
    assert (made.channel, made.asked_by, made.items.count()) == ("link", None, 2)
    page = phone.client.get(home.at("errands")).content.decode()
    assert "青菜 2斤" in page
    assert home.at("errands") in phone.page()


def test_medicine_comes_with_its_prescription(home: Home) -> None:
    phone, form = home.phone(), wants(home, kind="medicine", items="降压药 2 盒")
    photo = SimpleUploadedFile("a.heic", picture(), "image/heic")
    assert phone.client.post(home.at("errands"), form | {"photo": photo}).status_code == 302
    assert Photo.objects.get(request__path=home.case.path).what == "script"


def test_a_document_in_place_of_a_photo_asks_for_nothing_and_loses_nothing(home: Home) -> None:
    phone, form = home.phone(), wants(home, kind="medicine", items="降压药 2 盒", note="急")
    pdf = SimpleUploadedFile("a.jpg", b"%PDF-1.7 x", "image/jpeg")
    answer = phone.client.post(home.at("errands"), form | {"photo": pdf})
    said = answer.content.decode()
    assert (answer.status_code, "PDF" in said, "降压药 2 盒" in said) == (422, True, True)
    assert fields_of(said)["note"] == "急"
    assert not Request.objects.filter(path=home.case.path).exists()


def test_it_is_called_off_without_a_word_and_only_by_this_home(world: World, home: Home) -> None:
    phone, made = home.phone(), asked(home.case.place)
    other = asked(world.home(world.elsewhere))
    stranger = home.at("cancel_errand", other.pk)
    assert phone.client.post(stranger).status_code == 404
    assert phone.client.post(home.at("cancel_errand", made.pk)).status_code == 302
    assert Request.objects.get(pk=made.pk).state == "cancelled"
    assert Request.objects.get(pk=other.pk).state == "asked"


def test_something_else_is_asked_and_answered(world: World, home: Home) -> None:
    phone, made = home.phone(), asked(home.case.place, EGGS, MILK)
    taken(world, RUNNER, made)
    milk = made.items.get(number=2)
    ask_swap(access=access(world, RUNNER), item_id=milk.pk, instead="全脂的")
    assert "全脂的" in phone.client.get(home.at("errands")).content.decode()
    phone.client.post(home.at("answer_swap", milk.pk), {"yes": "0"})
    assert Item.objects.get(pk=milk.pk).swap == "no"
    page = phone.client.get(home.at("errands")).content.decode()
    assert "可以换吗" not in page


def test_the_page_of_errands_is_under_thirty_thousand_bytes(home: Home) -> None:
    phone = home.phone()
    for _ in range(6):
        asked(home.case.place)
    page = phone.client.get(home.at("errands")).content
    total = len(page)
    files = set(re.findall(r'/static/([^"?]+)', page.decode()))
    assert "resident/resident.css" in files
    total += sum(Path(str(finders.find(name))).stat().st_size for name in files)
    assert total < 30_000


def test_when_the_observation_is_over_the_link_asks_for_nothing(home: Home) -> None:
    phone = home.phone()
    close([home.case], State.RELEASED, "")
    assert phone.client.post(home.at("errands"), wants(home)).status_code == 302
    assert not Request.objects.filter(path=home.case.path).exists()


def test_figures_open_their_records(world: World, home: Home) -> None:
    asked(home.case.place)
    worker = world.client("committee_worker")
    label = world.stairwell.label
    page = worker.get(reverse("places:place", args=[label])).content.decode()
    assert f"/errands/?place={label}&amp;which=open" in page
    found = worker.get(f"/errands/?place={label}&which=open&measure=errands_open&sign=plus")
    assert "买菜和日用品" in found.content.decode()


@pytest.mark.parametrize(
    ("key", "said"),
    [("committee_worker", "等着排"), (RUNNER, "等人跑"), ("cadre", "等人跑")],
)
def test_today_says_what_errands_owe(world: World, home: Home, key: str, said: str) -> None:
    asked(home.case.place)
    planned(asked(home.case.place))
    page = world.client(key).get("/").content.decode()
    assert said in page
