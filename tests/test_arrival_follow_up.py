"""The committee follows up once: verified into the register, outcomes with their next step,
overdue ones told upward, handed over with acceptance, deleted on request."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.arrivals import compound_of, document, door_at, registered, typed
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.arrivals.group_chats import chat_at, ending
from wanli.domains.arrivals.models import Arrival, Contact, GateCode, HandOver, Source
from wanli.domains.arrivals.operations.climb import climb
from wanli.domains.arrivals.operations.follow_up import Verified, verify
from wanli.domains.arrivals.operations.mend import ask_erasure
from wanli.domains.arrivals.operations.purge import RETAINED
from wanli.domains.arrivals.visits import Visit
from wanli.domains.audit.models import Opening
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.notices.models import Message
from wanli.domains.people.models import Person
from wanli.domains.people.operations.register import Newcomer, register
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.ground.area import Area
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

ANY = Access.system()


@pytest.fixture
def door(world: World, everything: None) -> Place:
    return world.home(world.stairwell)


def _post(client: Client, name: str, arrival: Arrival, **data: object) -> Any:
    return client.post(reverse(f"arrivals:{name}", args=[arrival.pk]), {"entry": uuid7(), **data})


def test_a_registration_is_verified_from_today_in_four_taps(world: World, door: Place) -> None:
    arrival = registered(door, **{"p2-name": "周子涵", "p2-document": document()}).arrival
    worker = world.client("committee_worker")
    assert "等您核实" in worker.get("/").content.decode()
    listed = worker.get(reverse("arrivals:list")).content.decode()
    assert reverse("arrivals:arrival", args=[arrival.pk]) in listed
    assert "周小芳" not in listed
    opened = _post(worker, "numbers", arrival).content.decode()
    assert "tel:15400000001" in opened
    assert Opening.objects.filter(subject=arrival.pk).exists()
    assert _post(worker, "verify", arrival, way="phone").status_code == 302
    arrival.refresh_from_db()
    assert (arrival.state, arrival.settled_by) == ("verified", world.users["committee_worker"])
    people = [one.person for one in arrival.returnees.order_by("ordinal")]
    assert [one.name for one in people if one] == ["周小芳", "周子涵"]
    assert {one.path for one in people if one} == {door.path}
    assert _post(worker, "verify", arrival, way="phone").status_code == 302
    assert reconcile().differences == []


def test_whoever_is_in_the_register_is_found_and_not_entered_again(
    world: World, door: Place
) -> None:
    number = document()
    known = register(
        access=ANY,
        label=world.home(world.stairwell).label,
        newcomer=Newcomer("周小方", document=number),
    )
    count = Person.objects.count()
    arrival = registered(door, **{"p1-document": number}).arrival
    verify(access=ANY, arrival_id=arrival.pk, contact_id=uuid7(), way="door", found=Verified())
    assert arrival.returnees.get().person_id == known
    assert Person.objects.count() == count


def test_a_home_that_was_not_found_is_chosen_at_verification(world: World, door: Place) -> None:
    arrival = registered(door, room="9单元9901").arrival
    worker = world.client("committee_worker")
    refused = _post(worker, "verify", arrival, way="phone")
    assert refused.status_code == 422
    assert "哪一户" in refused.content.decode()
    assert _post(worker, "verify", arrival, way="door", door=door.label).status_code == 302
    assert arrival.returnees.get().path == door.path


def test_somebody_called_an_hour_ago_and_what_was_said_is_seen(world: World, door: Place) -> None:
    arrival = registered(door).arrival
    worker = world.client("committee_worker")
    first = _post(worker, "contact", arrival, outcome="talked", note="孩子发烧,晚上再说")
    assert first.status_code == 302
    page = (
        world.client("committee_secretary")
        .get(reverse("arrivals:arrival", args=[arrival.pk]))
        .content.decode()
    )
    assert "孩子发烧" in page
    assert world.users["committee_worker"].name in page
    secretary = world.client("committee_secretary")
    again = _post(secretary, "contact", arrival, outcome="talked", note="再问一遍")
    assert again.status_code == 422
    assert "为什么再问" in again.content.decode()
    assert "再问一遍" in again.content.decode()
    told = _post(secretary, "contact", arrival, outcome="talked", why_again="孩子情况要紧")
    assert told.status_code == 302
    assert Contact.objects.filter(arrival=arrival).count() == 2


def test_each_outcome_has_its_next_step(world: World, door: Place) -> None:
    worker = world.client("committee_worker")
    later = registered(door).arrival
    day = clock.today() + timedelta(days=3)
    _post(worker, "contact", later, outcome="not_here", again_on=day.isoformat())
    later.refresh_from_db()
    assert later.arrives_on == day
    assert later.verify_by == clock.midnight(day) + timedelta(hours=24)
    gone = registered(door, **{"p1-name": "王建国", "p1-phone": "15400000021"}).arrival
    _post(worker, "contact", gone, outcome="moved_on", note="去了苏州")
    gone.refresh_from_db()
    assert (gone.state, gone.why) == ("closed", "去了苏州")
    silent = registered(door, **{"p1-name": "李爱华", "p1-phone": "15400000022"}).arrival
    _post(worker, "contact", silent, outcome="refused")
    assert "不肯说" in world.client("subdistrict_leader").get("/").content.decode()
    _post(worker, "contact", silent, outcome="no_answer")
    assert _post(worker, "contact", silent, outcome="wrong_number").status_code == 302
    assert _post(worker, "again", gone).status_code == 302
    gone.refresh_from_db()
    assert gone.state == "open"
    assert reconcile().differences == []


def test_what_nobody_verifies_climbs(world: World, door: Place) -> None:
    arrival = registered(door).arrival
    with clock.frozen(clock.now() + timedelta(hours=25)):
        climb()
        arrival.refresh_from_db()
        assert arrival.rung == 1
        page = world.client("committee_worker").get("/").content.decode()
        assert "逾期没核实" in page
    with clock.frozen(clock.now() + timedelta(hours=50)):
        climb()
        climb()
        arrival.refresh_from_db()
        assert arrival.rung == 2
    told = Message.objects.filter(kind="arrival_late", sources__contains=[arrival.pk])
    assert sorted(told.values_list("whom", flat=True)) == ["committee", "subdistrict"]
    assert reconcile().differences == []
    verify(access=ANY, arrival_id=arrival.pk, contact_id=uuid7(), way="phone", found=Verified())
    assert reconcile().differences == []


def test_a_family_at_the_wrong_compound_goes_over_when_they_accept(
    world: World, door: Place
) -> None:
    arrival = registered(door).arrival
    there = compound_of(world.elsewhere)
    worker, other = world.client("committee_worker"), world.client("other_worker")
    assert _post(worker, "offer", arrival, to=there.label, why_offer="住在竹风").status_code == 302
    arrival.refresh_from_db()
    assert arrival.path == door.path
    offer = HandOver.objects.get(arrival=arrival)
    assert "住在竹风" in other.get(reverse("arrivals:offers")).content.decode()
    assert "移交给您" in other.get("/").content.decode()
    assert other.get(reverse("arrivals:arrival", args=[arrival.pk])).status_code == 404
    assert other.post(reverse("arrivals:accept", args=[offer.pk])).status_code == 302
    arrival.refresh_from_db()
    assert arrival.path == there.path
    assert worker.get(reverse("arrivals:arrival", args=[arrival.pk])).status_code == 404
    assert other.get(reverse("arrivals:arrival", args=[arrival.pk])).status_code == 200
    assert reconcile().differences == []


def test_what_is_not_theirs_comes_back_with_the_reason(world: World, door: Place) -> None:
    arrival = registered(door).arrival
    worker, other = world.client("committee_worker"), world.client("other_worker")
    _post(worker, "offer", arrival, to=compound_of(world.elsewhere).label, why_offer="住在竹风")
    offer = HandOver.objects.get(arrival=arrival)
    refuse = reverse("arrivals:refuse", args=[offer.pk])
    assert other.post(refuse).status_code == 422
    assert other.post(refuse, {"why": "查无此人"}).status_code == 302
    offer.refresh_from_db()
    assert (offer.state, offer.answer) == ("refused", "查无此人")
    assert worker.post(reverse("arrivals:take_back", args=[offer.pk])).status_code == 422


def test_a_guard_compares_codes_and_learns_no_name(world: World, door: Place) -> None:
    guard = world.client("gate_guard")
    compound = compound_of(world.post("gate_guard").place)
    building = Place.objects.filter(path__within=compound.path, kind="building")[0]
    made = (
        registered(door, building=building.label, room="101")
        if (compound.path == compound_of(door).path)
        else registered(door)
    )
    code = GateCode.objects.get(arrival=made.arrival)
    page = guard.get(reverse("arrivals:gate")).content.decode()
    assert code.code in page
    assert "周小芳" not in page
    assert guard.post(reverse("arrivals:seen", args=[code.pk])).status_code == 302
    code.refresh_from_db()
    assert code.seen_by == world.users["gate_guard"]
    elsewhere = registered(world.home(world.elsewhere)).arrival
    other = GateCode.objects.get(arrival=elsewhere)
    assert guard.post(reverse("arrivals:seen", args=[other.pk])).status_code == 404


def test_a_group_code_is_kept_until_it_runs_out(world: World, door: Place, client: Client) -> None:
    worker, compound = world.client("committee_worker"), compound_of(door)
    drawn = BytesIO()
    Image.new("RGB", (300, 400), "white").save(drawn, "PNG")
    url = reverse("arrivals:group", args=[compound.label])
    photo = SimpleUploadedFile("a.png", drawn.getvalue(), "image/png")
    assert worker.post(url, {"photo": photo, "members": "120"}).status_code == 302
    assert chat_at(compound.path) is not None
    entry = client.post(
        reverse("arrival:form", args=[door_at(door).poster.code]), {**typed(door), "entry": uuid7()}
    )
    assert client.get(entry.url + "chat/").headers["Content-Type"] == "image/jpeg"
    assert ending([compound.path]) == []
    assert worker.post(url, {"members": "190"}).status_code == 302
    assert len(ending([compound.path])) == 1
    assert "群码要换" in worker.get("/").content.decode()
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert chat_at(compound.path) is None
    bad = SimpleUploadedFile("a.png", b"%PDF-1.4", "image/png")
    assert worker.post(url, {"photo": bad}).status_code == 422


def test_who_asks_for_deletion_gets_it_or_a_reason(world: World, door: Place) -> None:
    worker = world.client("committee_worker")
    kept, gone = (
        registered(door),
        registered(door, **{"p1-name": "王建国", "p1-phone": "15400000031"}),
    )
    for one in (kept, gone):
        ask_erasure(visit=Visit(one.token, one.source, True))
    assert "要求删除" in worker.get("/").content.decode()
    refused = _post(
        worker, "erase", kept.arrival, source=kept.source.pk, refuse="1", why_erase="观察没满"
    )
    assert refused.status_code == 302
    assert Source.objects.get(pk=kept.source.pk).erase_refused == "观察没满"
    assert _post(worker, "erase", gone.arrival, source=gone.source.pk).status_code == 302
    assert not Arrival.objects.filter(pk=gone.arrival.pk).exists()
    past = Arrival.pgh_event_model.objects.filter(pgh_obj_id=gone.arrival.pk)
    assert not past.exists()
    assert reconcile().differences == []


def test_when_its_term_is_over_all_of_it_goes(world: World, door: Place) -> None:
    arrival = registered(door).arrival
    verify(access=ANY, arrival_id=arrival.pk, contact_id=uuid7(), way="phone", found=Verified())
    kind = RETAINED[0]
    begun = kind.begun(Area(door.path), "closed", None)
    assert (arrival.pk, clock.today()) in begun.values_list("pk", "began")
    assert kind.erase([arrival.pk]) == 1
    assert not Source.objects.filter(arrival=arrival.pk).exists()
    assert not Contact.objects.filter(arrival=arrival.pk).exists()
    assert reconcile().differences == []


def test_posters_print_with_a_code_that_leads_there(world: World, door: Place) -> None:
    worker, compound = world.client("committee_worker"), compound_of(door)
    url = reverse("arrivals:posters", args=[compound.label])
    assert compound.name in worker.get(url).content.decode()
    answer = worker.post(url)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_caller_is_found_by_the_number_and_the_form_knows_the_home(
    world: World, door: Place
) -> None:
    register(access=ANY, label=door.label, newcomer=Newcomer("周老太", phones="15400000055"))
    worker = world.client("committee_worker")
    page = worker.get(reverse("arrivals:hotline") + "?number=15400000055").content.decode()
    assert "周**" in page
    led = worker.get(
        reverse("arrivals:open_form", args=[compound_of(door).label])
        + f"?lane=hotline&phone=15400000055&door={door.label}"
    )
    form = worker.get(led.url).content.decode()
    assert "15400000055" in form
    assert door.name in form
    sent = worker.post(led.url.split("?")[0], {**typed(door), "entry": uuid7(), "lane": "hotline"})
    assert sent.status_code == 302
    source = Source.objects.latest("at")
    assert (source.kind, source.by) == ("hotline", world.users["committee_worker"])


def test_a_leader_of_another_stairwell_sees_nothing_of_it(world: World, door: Place) -> None:
    arrival = registered(world.home(world.elsewhere)).arrival
    with acting(access_of(world.users["stairwell_leader"].pk).scope):
        assert not Arrival.objects.filter(pk=arrival.pk).exists()


def test_what_cannot_be_read_is_said_and_stays_typed(world: World, door: Place) -> None:
    worker = world.client("committee_worker")
    url = reverse("arrivals:group", args=[compound_of(door).label])
    answer = worker.post(url, {"members": "好多"})
    assert answer.status_code == 422
    assert "“好多”应该是一个数字。" in answer.content.decode()
    arrival = registered(door).arrival
    returnee = arrival.returnees.get()
    answer = _post(
        worker, "verify", arrival, way="phone", note="带着孩子", **{f"t-{returnee.pk}": "不烫"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="不烫"' in page
    assert 'value="带着孩子"' in page
