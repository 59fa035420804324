"""What phones keep for when there is no network, and what they send when it is back."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from tests.in_touch import contact_at
from tests.world import World
from wanli.domains.canvass.models import Door, Visit
from wanli.domains.contacts.models import Contact, Home
from wanli.domains.contacts.queries import homes
from wanli.kernel import clock
from wanli.kernel.ids import uuid7
from wanli.web.desk.canvass.offline import STATICS, _text

AS_THE_OUTBOX = {"Accept": "application/json"}


def test_a_leader_keeps_her_own_doors_until_midnight(world: World) -> None:
    said = world.client("stairwell_leader").get(reverse("canvass:offline")).json()
    own = Door.objects.filter(path__within=world.stairwell.path, running=True)
    assert {url.split("?")[0] for url in said["urls"]} == {
        "/",
        reverse("waste:sheet"),
        reverse("errands:rounds"),
        reverse("contacts:list"),
        reverse("canvass:list"),
        reverse("canvass:doors", args=[world.campaign.pk]),
        *(reverse("canvass:door", args=[door.pk]) for door in own),
    }
    assert said["user"] == str(world.users["stairwell_leader"].pk)
    left = said["until"] / 1000 - clock.now().timestamp()
    assert 0 < left <= timedelta(days=1).total_seconds()


def test_every_page_to_keep_opens_for_her(world: World) -> None:
    client = world.client("stairwell_leader")
    for url in client.get(reverse("canvass:offline")).json()["urls"]:
        assert client.get(url).status_code == 200


def test_the_worker_is_a_script_that_says_nothing_of_anybody(world: World) -> None:
    signed_out = Client().get(reverse("canvass:worker"))
    assert signed_out.status_code == 200
    assert signed_out["Content-Type"].startswith("text/javascript")
    assert (
        signed_out.content
        == world.client("stairwell_leader").get(reverse("canvass:worker")).content
    )
    assert Client().get(reverse("canvass:no_network")).status_code == 200


def test_a_visit_counts_from_when_it_was_typed_whatever_the_phones_clock_says(
    world: World,
) -> None:
    door = world.door(world.stairwell)
    url = reverse("canvass:door", args=[door.pk])
    fields = {"result": "met", "visit_id": uuid7(), "waited": 7200}
    client = world.client("stairwell_leader")
    assert client.post(url, fields, headers=AS_THE_OUTBOX).status_code == 200
    visit = Visit.objects.get(pk=fields["visit_id"])
    assert timedelta(hours=2) <= visit.recorded_at - visit.at < timedelta(hours=2, minutes=1)


def test_what_cannot_be_taken_later_says_why_to_the_outbox(world: World) -> None:
    door = world.door(world.stairwell)
    Door.objects.filter(pk=door.pk).update(running=False)
    url = reverse("canvass:door", args=[door.pk])
    client = world.client("stairwell_leader")
    answer = client.post(url, {"result": "met"}, headers=AS_THE_OUTBOX)
    assert answer.status_code == 422
    assert "已经结束" in answer.json()["refused"][0]
    answer = client.post(url, {"result": "met", "waited": 40 * 86400}, headers=AS_THE_OUTBOX)
    assert answer.status_code == 422


def test_the_round_that_lies_on_a_phone_says_nothing_that_anybody_said(world: World) -> None:
    home = homes([world.stairwell.path])[0].place
    contact_at(home, outcome="nobody", note="说在医院陪护")
    contact_at(homes([world.stairwell.path])[1].place, outcome="unwell", note="胸口闷")
    for key in ("stairwell_leader", "committee_worker"):
        client = world.client(key)
        kept = [url for url in client.get(reverse("canvass:offline")).json()["urls"]
            if url.startswith(reverse("contacts:list"))]  # fmt: skip
        assert kept
        for url in kept:
            page = client.get(url).content.decode()
            assert "说在医院陪护" not in page
            assert "胸口闷" not in page
    assert "说在医院陪护" in client.get(reverse("contacts:list")).content.decode()


def test_a_home_reached_in_a_basement_counts_once_and_from_when_it_was(world: World) -> None:
    home = homes([world.stairwell.path])[0].place
    url, client = reverse("contacts:record", args=[home.label]), world.client("stairwell_leader")
    fields = {"way": "door", "outcome": "well", "entry": str(uuid7()), "waited": 3600}
    for _twice in range(2):
        answer = client.post(url, fields, headers=AS_THE_OUTBOX)
        assert answer.status_code == 200
        assert answer.json()["next"].startswith(reverse("contacts:list"))
    contact = Contact.objects.get(pk=fields["entry"])
    assert timedelta(hours=1) <= clock.now() - contact.at < timedelta(hours=1, minutes=1)
    assert Home.objects.get(place=home).state == "reached"
    assert Contact.objects.filter(place=home, at__gte=contact.at).count() == 1
    answer = client.post(url, {**fields, "outcome": "", "entry": ""}, headers=AS_THE_OUTBOX)
    assert answer.status_code == 422
    assert "请点一个结果" in answer.json()["refused"][0]


def test_a_number_taken_elsewhere_is_refused_not_a_fault(world: World) -> None:
    there = world.door(world.elsewhere)
    theirs = uuid7()
    url = reverse("canvass:door", args=[there.pk])
    world.client("other_worker").post(url, {"result": "met", "visit_id": theirs})
    mine = reverse("canvass:door", args=[world.door(world.stairwell).pk])
    answer = world.client("stairwell_leader").post(mine, {"result": "met", "visit_id": theirs})
    assert answer.status_code == 422
    assert "撞了号" in answer.content.decode()


def test_whoever_records_no_doors_keeps_today(world: World) -> None:
    assert world.client("gate_guard").get(reverse("canvass:offline")).json()["urls"] == ["/"]


def test_every_module_that_a_kept_script_imports_is_kept() -> None:
    for name in STATICS:
        for imported in re.findall(r'^import "\./(.+)";', _text(name), re.MULTILINE):
            assert f"{name.rpartition('/')[0]}/{imported}" in STATICS, name


def test_the_page_for_what_was_not_kept_belongs_to_nobody(world: World) -> None:
    page = Client().get(reverse("canvass:no_network")).content.decode()
    assert "data-person" not in page
    assert "data-nav" not in page
