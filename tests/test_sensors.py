"""Door sensors: what devices send, what explains an opening, what is asked, and who sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.errands import asked, shopped, taken
from tests.homes import Home, home_of
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.audit.operations.seal import verify
from wanli.domains.errands.operations.deliver import AtTheDoor, record_attempt
from wanli.domains.errands.operations.waste_days import open_waste_day
from wanli.domains.errands.operations.waste_record import Told, record_doors
from wanli.domains.errands.waste_models import WasteStop
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.notices.models import Message
from wanli.domains.notices.registry import kind_of
from wanli.domains.observation.models import State
from wanli.domains.observation.operations.close_case import close, suspend
from wanli.domains.observation.operations.leave import ask_leave, decide_leave, let_out
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.places.models import Place
from wanli.domains.plans.models import Version
from wanli.domains.plans.rules.reading import read, starter, write
from wanli.domains.privacy.operations.purge import purge
from wanli.domains.sensors.models import (
    DoorCall,
    DoorEvent,
    DoorNote,
    DoorQuestion,
    Sensor,
    SensorSign,
)
from wanli.domains.sensors.operations.ask import answer_question, log_call
from wanli.domains.sensors.operations.clear import clear
from wanli.domains.sensors.operations.hang import Hung, hang, replace_secret, take_down
from wanli.domains.sensors.operations.judge import judge
from wanli.domains.sensors.operations.say import say
from wanli.domains.sensors.queries import owed
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
HOOK = reverse("hooks:doors")
NOON = datetime.combine(clock.today() + timedelta(days=1), time(12), clock.LOCAL_ZONE)
MINUTE = timedelta(minutes=1)


class Door:
    """A home with somebody observed, a sensor that has hung for a while, and its device."""

    def __init__(self, world: World, stairwell: Place, people: int = 1) -> None:
        self.home: Home = home_of(world, stairwell, people=people)
        self.place = self.home.case.place
        with clock.frozen(NOON - timedelta(hours=5)):
            self.hung: Hung = hang(access=SYSTEM, label=self.place.label, mark="MC-1")

    def send(self, *events: dict[str, Any], secret: str = "", **more: Any) -> Any:
        return Client().post(
            HOOK, json.dumps({"events": events, **more}), content_type="application/json",
            headers={"authorization": f"Bearer {secret or self.hung.secret}"},
        )  # fmt: skip

    def opened(self, at: datetime = NOON, name: str = "") -> None:
        """The device says so at once."""
        with clock.frozen(at):
            answer = self.send({"kind": "open", "id": name or uuid7().hex, "at": at.isoformat()})
        assert answer.json()["kept"] == 1, answer.content

    def judged(self, after: timedelta = timedelta(hours=1)) -> list[DoorQuestion]:
        with clock.frozen(NOON + after):
            judge()
        return list(DoorQuestion.objects.filter(place=self.place).order_by("first_at"))

    def why(self) -> str:
        return DoorEvent.objects.get(sensor=self.hung.sensor, kind="open").because


@pytest.fixture
def door(world: World) -> Iterator[Door]:
    """One of them; in the end the books agree."""
    yield Door(world, world.stairwell)
    assert reconcile().differences == []


def figure(place: Place, measure: str) -> int:
    return figures(labels=[place.label], measures=[measure])[0].stock


def test_an_opening_that_nothing_explains_is_a_question_for_the_committee(
    world: World, door: Door
) -> None:
    door.opened()
    assert door.judged(5 * MINUTE) == [], "asked before anybody could have told"
    (question,) = door.judged()
    assert (question.state, question.first_at) == ("open", NOON)
    assert figure(door.place, "door_questions_open") == 1
    worker = world.client("committee_worker")
    assert reverse("sensors:questions") in worker.get("/").content.decode()
    page = worker.get(reverse("sensors:question", args=[question.pk])).content.decode()
    assert "请先问,再记" in page
    told = Message.objects.get(kind="door_question", sources__contains=[question.pk])
    assert told.whom == "committee"
    kind = kind_of("door_question")
    assert kind is not None
    assert "门" not in kind.text("committee", 1)
    assert kind.standing([question.pk]) == {question.pk}


def test_several_openings_in_a_row_are_one_question(door: Door) -> None:
    for minutes in (0, 10, 20, 90):
        door.opened(NOON + minutes * MINUTE)
    first, second = door.judged(timedelta(hours=3))
    assert (first.last_at, first.heard.count()) == (NOON + 20 * MINUTE, 3)
    assert second.first_at == NOON + 90 * MINUTE


def test_what_comes_late_joins_the_question_that_is_open(door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    with clock.frozen(NOON + 2 * timedelta(hours=1)):
        sent = clock.now().isoformat()
        door.send({"kind": "open", "id": "b", "at": (NOON + 5 * MINUTE).isoformat()}, sent_at=sent)
    (same,) = door.judged(timedelta(hours=4))
    assert (same.pk, same.heard.count()) == (question.pk, 2)


# What explains an opening.


def test_waste_that_was_fetched(world: World, door: Door) -> None:
    with clock.frozen(clock.midnight(NOON.date())):
        open_waste_day()
    WasteStop.objects.filter(place=door.place, day=NOON.date()).update(
        due_at=NOON - 5 * MINUTE * 60
    )
    stop = WasteStop.objects.filter(place=door.place, day=NOON.date())[0]
    door.opened()
    # The collector's phone had no network: the tap arrives hours later, the question goes again.
    (question,) = door.judged()
    with clock.frozen(NOON + timedelta(hours=2)):
        record_doors(access=SYSTEM, told=[Told(stop.pk, 1)], tally=uuid7(), at=NOON + 10 * MINUTE)
    (question,) = door.judged(timedelta(hours=3))
    assert (question.state, door.why()) == ("explained", "waste")
    assert figure(door.place, "door_questions_open") == 0
    with pytest.raises(Refused):
        answer_question(access=SYSTEM, question_id=question.pk, answer="rubbish")


def test_an_errand_that_was_delivered(world: World, door: Door) -> None:
    with clock.frozen(NOON + 8 * MINUTE):
        request = asked(door.place)
        taken(world, "committee_worker", request)
        shopped(world, "committee_worker", request, 1250, 800)
        record_attempt(
            access=access_of(world.users["committee_worker"].pk),
            request_id=request.pk,
            told=AtTheDoor("done"),
            attempt_id=uuid7(),
        )
    door.opened()
    assert door.judged() == []
    assert door.why() == "errand"


def test_a_permitted_leave_out_and_back(door: Door) -> None:
    with clock.frozen(NOON - timedelta(hours=1)):
        leave = ask_leave(
            access=SYSTEM, case_id=door.home.case.pk, why="去透析", starts_at=NOON,
            ends_at=NOON + timedelta(hours=2),
        )  # fmt: skip
        decide_leave(access=SYSTEM, leave_id=leave.pk, yes=True)
    with clock.frozen(NOON):
        let_out(access=SYSTEM, leave_id=leave.pk)
    door.opened(NOON - 2 * MINUTE)
    door.opened(NOON + timedelta(hours=2, minutes=5))
    assert door.judged(timedelta(hours=4)) == []


def test_a_leave_that_was_refused_explains_nothing(door: Door) -> None:
    with clock.frozen(NOON - timedelta(hours=1)):
        leave = ask_leave(
            access=SYSTEM, case_id=door.home.case.pk, why="去理发", starts_at=NOON,
            ends_at=NOON + timedelta(hours=2),
        )  # fmt: skip
        decide_leave(access=SYSTEM, leave_id=leave.pk, yes=False)
    door.opened(NOON + MINUTE)
    assert len(door.judged()) == 1


def test_somebody_who_took_the_temperature_at_the_door(door: Door) -> None:
    with clock.frozen(NOON + 3 * MINUTE):
        record_check(access=SYSTEM, case_id=door.home.case.pk, said=Said("36.5", channel="visit"))
    door.opened()
    assert door.judged() == []
    assert door.why() == "visit"


def test_a_call_is_no_visit(door: Door) -> None:
    with clock.frozen(NOON + 3 * MINUTE):
        record_check(access=SYSTEM, case_id=door.home.case.pk, said=Said("36.5", channel="phone"))
    door.opened()
    assert len(door.judged()) == 1


def test_trying_out_a_sensor_that_was_just_hung(door: Door) -> None:
    with clock.frozen(NOON - 20 * MINUTE):
        door.hung = replace_secret(access=SYSTEM, sensor_id=door.hung.sensor.pk)
    door.opened()
    assert door.judged() == []
    assert door.why() == "hanging"


def test_what_the_home_says_before_or_at_once(door: Door) -> None:
    phone = door.home.phone()
    with clock.frozen(NOON - 3 * MINUTE):
        page = phone.client.get(door.home.at()).content.decode()
        assert reverse("resident:door", args=[door.home.token]) in page
        said = {"what": "rubbish", "entry": str(uuid7())}
        assert phone.client.post(door.home.at("door"), said).status_code == 302
        assert phone.client.post(door.home.at("door"), said).status_code == 302
    assert DoorNote.objects.filter(place=door.place).count() == 1
    door.opened()
    assert door.judged() == []
    assert door.why() == "note"


def test_what_the_home_says_to_a_question_is_shown_and_left_to_people(
    world: World, door: Door
) -> None:
    door.opened()
    (question,) = door.judged()
    phone = door.home.phone()
    with clock.frozen(NOON + timedelta(hours=2)):
        page = phone.client.get(door.home.at("door")).content.decode()
        assert str(question.pk) in page
        said = {"what": "other", "words": "猫跑出去了", "about": str(question.pk)}
        assert phone.client.post(door.home.at("door"), said).status_code == 302
    (same,) = door.judged(timedelta(hours=3))
    assert same.state == "open"
    url = reverse("sensors:question", args=[question.pk])
    assert "猫跑出去了" in world.client("committee_worker").get(url).content.decode()


def test_nobody_is_asked_about_a_time_that_may_not_have_been(door: Door) -> None:
    with clock.frozen(NOON):
        door.send({"kind": "open", "id": "a", "at": (NOON - timedelta(hours=7)).isoformat()})
    assert door.judged() == []
    assert door.why() == "unsure"
    with clock.frozen(NOON + MINUTE):
        assert owed([door.place.path]).doubted == 1


# What is asked, and how it ends.


def test_each_call_is_kept_and_the_answer_is_the_homes_to_read(world: World, door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    worker = world.client("committee_worker")
    with clock.frozen(NOON + timedelta(hours=2)):
        call = {"outcome": "nobody", "call_id": str(uuid7())}
        for _twice in range(2):
            worker.post(reverse("sensors:call", args=[question.pk]), call)
        assert DoorCall.objects.filter(question=question).count() == 1
        url = reverse("sensors:answer", args=[question.pk])
        wrong = worker.post(url, {"answer": "other", "note": ""})
        assert wrong.status_code == 422
        assert "请写几个字说明" in wrong.content.decode()
        worker.post(url, {"answer": "visitor", "note": "社区医生送药"})
        question.refresh_from_db()
        assert (question.state, question.by_id) == ("answered", world.users["committee_worker"].pk)
        assert figure(door.place, "door_questions_answered") == 1
        page = door.home.phone().client.get(door.home.at("door")).content.decode()
    for said in ("社区医生送药", "不录音", "3 天就删", "传染病防治法"):
        assert said in page


def test_a_name_or_number_is_opened_only_to_call(world: World, door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    url = reverse("sensors:question", args=[question.pk])
    worker = world.client("committee_worker")
    assert "tel:" not in worker.get(url).content.decode()
    assert worker.get(url + "?call").status_code == 200
    assert door.home.case.person.name in worker.get(url + "?call").content.decode()


def test_a_better_answer_replaces_the_first(door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    answer_question(access=SYSTEM, question_id=question.pk, answer="air")
    again = answer_question(access=SYSTEM, question_id=question.pk, answer="air")
    assert again.settled_at is not None
    mended = answer_question(access=SYSTEM, question_id=question.pk, answer="device")
    assert mended.answer == "device"
    with pytest.raises(Refused):
        answer_question(access=SYSTEM, question_id=question.pk, answer="nonsense")
    with pytest.raises(Refused):
        log_call(access=SYSTEM, question_id=question.pk, outcome="nonsense")


def test_who_looks_after_other_homes_learns_nothing(world: World, door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    for key in ("stairwell_leader", "other_worker", "leading_group_head"):
        access = access_of(world.users[key].pk)
        with pytest.raises(Hidden):
            answer_question(access=access, question_id=question.pk, answer="air")
        with pytest.raises(Hidden):
            take_down(access=access, sensor_id=door.hung.sensor.pk)


# The webhook.


def test_the_same_sent_again_changes_nothing(door: Door) -> None:
    event = {"kind": "open", "id": "a", "at": NOON.isoformat()}
    with clock.frozen(NOON):
        assert door.send(event, event).json() == {
            "kept": 1, "known": 1, "ignored": 0, "refused": [],
        }  # fmt: skip
        assert door.send(event).json()["known"] == 1
    with clock.frozen(NOON + timedelta(hours=2)):
        # A replayed request, with the same words: nothing is new.
        assert door.send(event).json()["kept"] == 0
    assert DoorEvent.objects.filter(sensor=door.hung.sensor).count() == 1


def test_without_an_id_time_and_kind_tell_one_from_another(door: Door) -> None:
    at = NOON.isoformat()
    with clock.frozen(NOON):
        door.send(
            {"kind": "open", "at": at}, {"kind": "close", "at": at}, {"kind": "open", "at": at}
        )
        answer = door.send({"kind": "open"})
    assert answer.status_code == 422
    assert "needs" in answer.json()["refused"][0]["why"]
    assert DoorEvent.objects.filter(sensor=door.hung.sensor).count() == 2


def test_a_batch_out_of_order_with_a_clock_a_day_wrong(door: Door) -> None:
    day = timedelta(days=1)
    told = [NOON - day - 30 * MINUTE, NOON - day - 90 * MINUTE, NOON - day - 60 * MINUTE]
    events = [{"kind": "open", "id": n, "at": at.isoformat()} for n, at in enumerate(told)]
    with clock.frozen(NOON):
        assert door.send(*events, sent_at=(NOON - day).isoformat()).json()["kept"] == 3
    kept = DoorEvent.objects.filter(sensor=door.hung.sensor).order_by("at")
    assert [one.at for one in kept] == [NOON - m * MINUTE for m in (90, 60, 30)]
    assert {one.heard_at for one in kept} == {NOON}
    assert [one.told_at for one in kept] == sorted(told)
    assert SensorSign.objects.get(sensor=door.hung.sensor).clock_off == day.total_seconds()


def test_one_wrong_event_does_not_lose_the_others(door: Door) -> None:
    with clock.frozen(NOON):
        old = (NOON - timedelta(days=9)).isoformat()
        answer = door.send(
            {"kind": "open", "id": "a"}, {"kind": "ajar"}, {"kind": "open", "at": old},
            sent_at=NOON.isoformat(),
        ).json()  # fmt: skip
    assert answer["kept"] == 1
    assert [one["index"] for one in answer["refused"]] == [1, 2]


@pytest.mark.parametrize("body", [b"", b"\xff", b"[1]", b'{"events": {}}', b"{" * 70_000])
def test_what_cannot_be_read_is_refused_in_words(door: Door, body: bytes) -> None:
    answer = Client().post(
        HOOK, body, content_type="application/json",
        headers={"authorization": f"Bearer {door.hung.secret}"},
    )  # fmt: skip
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_wrong_key_learns_nothing(door: Door) -> None:
    event = {"kind": "open", "id": "a"}
    old = door.hung
    new = replace_secret(access=SYSTEM, sensor_id=old.sensor.pk)
    answers = [
        door.send(event, secret=secret)
        for secret in (old.secret, "wds_" + "x" * 32, "x", "wds_' OR 1=1 --aaaaaaaaaaaaaaa")
    ]
    take_down(access=SYSTEM, sensor_id=old.sensor.pk)
    answers.append(door.send(event, secret=new.secret))
    answers.append(Client().post(HOOK, b"{}", content_type="application/json"))
    assert {(one.status_code, one.content) for one in answers} == {
        (401, b'{"error": "unknown key"}')
    }
    assert Client().get(HOOK).status_code == 405
    assert not DoorEvent.objects.filter(sensor=old.sensor).exists()


def test_too_many_requests_are_slowed_and_so_are_wrong_keys(door: Door) -> None:
    with clock.frozen(NOON):
        said = [door.send().status_code for _ in range(121)]
        assert said == [200] * 120 + [429]
        wrong = [door.send(secret="wds_" + "y" * 32).status_code for _ in range(61)]
        assert wrong == [401] * 60 + [429]
    with clock.frozen(NOON + 11 * MINUTE):
        assert door.send().status_code == 200


def test_a_device_that_shakes_fills_no_table(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wanli.domains.sensors.operations.hear.MOST_A_DAY", 3)
    with clock.frozen(NOON):
        answer = door.send(*({"kind": "open", "id": n} for n in range(5))).json()
    assert (answer["kept"], answer["ignored"]) == (3, 2)


def test_no_secret_is_kept_and_it_is_shown_once(world: World, door: Door) -> None:
    client = world.client("committee_worker")
    url = reverse("sensors:replace", args=[door.hung.sensor.pk])
    shown = client.post(url)
    secret = shown.content.decode().split('class="secret">')[1].split("<")[0]
    assert shown["Cache-Control"] == "no-store"
    assert door.send(secret=secret).status_code == 200
    assert door.send().status_code == 401
    sensor = Sensor.objects.get(pk=door.hung.sensor.pk)
    assert secret not in sensor.secret
    page = client.get(reverse("sensors:home", args=[door.place.label])).content.decode()
    assert secret not in page


# Where one may hang, silence, the end.


def test_a_plan_without_sensors_lets_none_hang_and_hears_none(world: World, door: Door) -> None:
    version = Version.objects.get(adopted_at=None)
    content = {**version.content, "sensors": {**version.content["sensors"], "used": False}}
    Version.objects.filter(pk=version.pk).update(content=content, effective_on=clock.today())
    leader = world.client("subdistrict_leader")
    page = leader.get(reverse("plan:version", args=[version.pk])).content.decode()
    assert "不再用门磁" in page
    assert leader.post(reverse("plan:adopt", args=[version.pk])).status_code == 302
    with clock.frozen(NOON):
        assert door.send({"kind": "open", "id": "a"}).json()["ignored"] == 1
    other = home_of(world, world.elsewhere).case.place
    with pytest.raises(Refused, match="预案没有规定"):
        hang(access=SYSTEM, label=other.label, mark="MC-2")
    clear()
    assert not Sensor.objects.exists()


def test_a_plan_from_before_has_no_sensors() -> None:
    data = write(starter())
    del data["sensors"]
    assert read(data).sensors.used is False


def test_one_hangs_where_somebody_is_observed_and_only_one(world: World, door: Door) -> None:
    with pytest.raises(Refused, match="已经装着"):
        hang(access=SYSTEM, label=door.place.label, mark="MC-2")
    with pytest.raises(Refused, match="没有人在观察"):
        hang(access=SYSTEM, label=world.home(world.stairwell).label, mark="MC-2")
    with pytest.raises(Refused, match="编号"):
        hang(access=SYSTEM, label=door.place.label, mark=" ")
    with pytest.raises(Hidden):
        hang(access=SYSTEM, label=world.stairwell.label, mark="MC-2")
    take_down(access=SYSTEM, sensor_id=door.hung.sensor.pk)
    assert hang(access=SYSTEM, label=door.place.label, mark="MC-2").sensor.mark == "MC-2"


def test_a_silent_sensor_is_something_to_look_after(world: World, door: Door) -> None:
    with clock.frozen(NOON):
        door.send()
        assert owed([door.place.path]).silent == 0
    with clock.frozen(NOON + timedelta(hours=27)):
        assert owed([door.place.path]).silent == 1
        page = world.client("committee_worker").get(reverse("sensors:list")).content.decode()
        assert "以后没有动静" in page
        door.send()
        assert owed([door.place.path]).silent == 0


def test_while_the_observation_pauses_nothing_is_kept(door: Door) -> None:
    suspend(access=SYSTEM, case_id=door.home.case.pk, why="住院")
    with clock.frozen(NOON):
        assert door.send({"kind": "open", "id": "a"}).json()["ignored"] == 1
    assert not DoorEvent.objects.filter(sensor=door.hung.sensor).exists()


def test_at_the_release_all_of_it_goes(world: World, door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    say(access=SYSTEM, path=door.place.path, what="air", question_id=question.pk)
    log_call(access=SYSTEM, question_id=question.pk, outcome="spoke", note="说好了")
    other = Door(world, world.elsewhere)
    close([door.home.case], State.RELEASED, "")
    clear()
    here = {"place": door.place}
    for model, where in (
        (Sensor, here), (DoorQuestion, here), (DoorNote, here),
        (SensorSign, {"path": door.place.path}), (DoorEvent, {"path": door.place.path}),
        (DoorCall, {"path": door.place.path}),
        (Sensor.pgh_event_model, here), (DoorQuestion.pgh_event_model, here),  # type: ignore[attr-defined]
    ):  # fmt: skip
        assert not model._default_manager.filter(**where).exists(), model
    assert Sensor.objects.filter(pk=other.hung.sensor.pk, down_at=None).exists()
    assert verify() == []
    assert door.send().status_code == 401
    assert figure(door.place, "door_sensors") == 0


def test_of_two_who_are_observed_the_last_one_ends_it(world: World) -> None:
    door = Door(world, world.stairwell, people=2)
    close(door.home.cases[:1], State.RELEASED, "")
    clear()
    assert Sensor.objects.filter(place=door.place).exists()
    close(door.home.cases[1:], State.RELEASED, "")
    clear()
    assert not Sensor.objects.filter(place=door.place).exists()


def test_what_was_heard_is_kept_for_days_and_what_was_asked_somewhat_longer(door: Door) -> None:
    door.opened()
    door.opened(NOON + timedelta(hours=3))
    (question, waiting) = door.judged(timedelta(hours=5))
    with clock.frozen(NOON):
        answer_question(access=SYSTEM, question_id=question.pk, answer="air")
        say(access=SYSTEM, path=door.place.path, what="air")
    with clock.frozen(NOON + timedelta(days=3)):
        purge(access=SYSTEM)
        assert DoorEvent.objects.filter(sensor=door.hung.sensor).count() == 2
    with clock.frozen(NOON + timedelta(days=4)):
        purge(access=SYSTEM)
        # What is still asked about stays until it is answered.
        assert DoorEvent.objects.get(sensor=door.hung.sensor).question_id == waiting.pk
        assert not DoorNote.objects.filter(place=door.place).exists()
        assert DoorQuestion.objects.filter(place=door.place).count() == 2
    with clock.frozen(NOON + timedelta(days=15)):
        purge(access=SYSTEM)
        assert DoorQuestion.objects.get(place=door.place).pk == waiting.pk


def test_two_homes_that_are_one_keep_what_was_heard_at_both(world: World, door: Door) -> None:
    door.opened()
    (question,) = door.judged()
    others = Place.objects.standing().filter(parent=door.place.parent_id, kind="household")
    into = others.exclude(pk=door.place.pk)[0]
    merge_place(access=SYSTEM, label=door.place.label, into=into.label, reason="录了两遍")
    question.refresh_from_db()
    assert (question.place_id, question.path) == (into.pk, into.path)
    assert DoorEvent.objects.get(sensor=door.hung.sensor).path == into.path
    with clock.frozen(NOON + timedelta(hours=2)):
        assert door.send({"kind": "open", "id": "z"}).json()["kept"] == 1


def test_a_home_without_a_sensor_has_no_such_page(world: World) -> None:
    home = home_of(world, world.stairwell)
    phone = home.phone()
    assert reverse("resident:door", args=[home.token]) not in phone.page()
    assert phone.client.get(home.at("door")).status_code == 404
    with pytest.raises(Hidden):
        say(access=SYSTEM, path=home.case.path, what="air")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, "请点一样"),
        ({"what": "other"}, "请写几个字"),
        ({"what": "air", "at": "half past"}, "请填几点几分"),
        ({"what": "nonsense"}, "请点一样"),
    ],
)
def test_a_word_that_cannot_be_understood_is_asked_again(
    door: Door, said: dict[str, str], wanted: str
) -> None:
    answer = door.home.phone().client.post(door.home.at("door"), said | {"words": ""})
    assert answer.status_code == 422
    assert wanted in answer.content.decode()


def test_the_number_is_written_where_a_home_sees_others_it_does_not(world: World) -> None:
    """A question of another home is none of hers."""
    one, other = Door(world, world.stairwell), Door(world, world.elsewhere)
    other.opened()
    (question,) = other.judged()
    said = {"what": "air", "about": str(question.pk)}
    assert one.home.phone().client.post(one.home.at("door"), said).status_code == 404
    assert not DoorNote.objects.filter(question=question).exists()
