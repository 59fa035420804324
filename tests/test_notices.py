"""Messages: who is told when a check is not in, through which way, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from tests.receiver import Receiver, receiver
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.audit.models import Opening
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.notices.models import Channel, Message
from wanli.domains.notices.operations import send
from wanli.domains.notices.operations.channels import (
    Way,
    retire_channel,
    set_up_channel,
    try_channel,
)
from wanli.domains.notices.operations.nudge import (
    leave_number,
    mark_seen,
    nudge,
    open_number,
)
from wanli.domains.notices.operations.send import send_waiting
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Case, Check, Episode, LadderStop
from wanli.domains.observation.operations.days import climb
from wanli.domains.observation.operations.open_case import Opening as CaseOpening
from wanli.domains.observation.operations.open_case import open_case
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.operations.stop_climbing import let_climb, stop_climbing
from wanli.domains.people.models import Person
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
DAY = clock.today()


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(DAY, time(hour, minute), clock.LOCAL_ZONE)


@pytest.fixture
def outside() -> Iterator[Receiver]:
    with receiver() as kept:
        yield kept


@pytest.fixture
def case(world: World) -> Case:
    """Opened at eight in the morning; the only one that is not in by ten."""
    due = list(Check.objects.filter(state="due").values_list("pk", flat=True))
    Check.objects.filter(pk__in=due).update(state="void")
    settle(measures=OF_A_CHECK, sources=due)
    person = (
        Person.objects.filter(path__within=world.stairwell.path, left_on=None)
        .exclude(pk__in=Case.objects.values("person"))
        .filter(phones__isnull=False)
        .order_by("id")[0]
    )
    Message.objects.all().delete()
    with clock.frozen(at(8)):
        opening = CaseOpening("contact", "home_14", DAY - timedelta(days=3))
        return open_case(access=SYSTEM, person_id=person.pk, opening=opening)


def channel(world: World, whom: str, address: str, *, street: bool = False) -> Channel:
    post = world.post("leading_group_head" if street else "committee_secretary")
    return set_up_channel(
        access=SYSTEM, label=post.place.label, way=Way(f"通道 {whom}", whom, address)
    )


def climbed(case: Case, minutes: int) -> None:
    """So long after the first check was due."""
    due = case.checks.order_by("due_at")[0].due_at
    assert due
    with clock.frozen(due + timedelta(minutes=minutes)):
        climb()


def sent_at(hour: int, minute: int = 0) -> int:
    with clock.frozen(at(hour, minute)):
        return send_waiting()


def told(case: Case) -> list[tuple[str, str]]:
    return list(Message.objects.order_by("created_at", "pk").values_list("whom", "state"))


def test_each_rung_is_told_once_and_nothing_is_pretended_without_a_channel(case: Case) -> None:
    climbed(case, 1)
    assert told(case) == [("resident", "none")]
    climbed(case, 61)
    climbed(case, 62)
    assert told(case) == [("resident", "none"), ("stairwell", "none")]
    climbed(case, 241)
    assert [whom for whom, _state in told(case)] == [
        "resident",
        "stairwell",
        "committee",
        "subdistrict",
    ]
    assert not reconcile().differences
    assert sent_at(20) == 0


def test_a_group_hears_how_many_and_neither_names_nor_health(
    world: World, case: Case, outside: Receiver
) -> None:
    channel(world, "committee", outside.address)
    climbed(case, 121)
    with clock.frozen(case.checks.order_by("due_at")[0].due_at + timedelta(minutes=122)):
        assert send_waiting() == 1
        assert send_waiting() == 0
    assert outside.texts == ["万里:1 项到点没报,请打开“今日”处理。"]
    assert dict(told(case))["committee"] == "sent"


def fever(case: Case) -> None:
    with clock.frozen(at(9)):
        record_check(access=SYSTEM, case_id=case.pk, said=Said("38.4"))


def test_the_medical_group_is_told_of_an_alarm_once(
    world: World, case: Case, outside: Receiver
) -> None:
    channel(world, "medical", outside.address, street=True)
    fever(case)
    fever(case)
    assert sent_at(9, 1) == 1
    assert sent_at(9, 5) == 0
    assert outside.texts == ["万里:1 起报警,请马上打开“今日”处理。"]


@pytest.mark.parametrize("who", ["stairwell_leader", "committee_worker"])
def test_the_medical_group_is_told_whoever_took_the_temperature(
    world: World, case: Case, outside: Receiver, who: str
) -> None:
    channel(world, "medical", outside.address, street=True)
    said = {"celsius": "38.4", "entry": str(uuid7())}
    answer = world.client(who).post(reverse("observation:check", args=[case.pk]), said)
    assert answer.status_code == 302
    assert told(case) == [("medical", "waiting")]


def test_without_a_channel_the_medical_group_finds_it_on_today_alone(case: Case) -> None:
    fever(case)
    assert told(case) == [("medical", "none")]
    assert sent_at(9, 1) == 0


def test_an_alarm_that_is_over_is_not_told_any_more(
    world: World, case: Case, outside: Receiver
) -> None:
    channel(world, "medical", outside.address, street=True)
    fever(case)
    Episode.objects.filter(case=case).update(closed_at=at(9, 30), outcome="false_alarm")
    assert sent_at(10) == 0
    assert outside.texts == []


def test_a_resident_is_told_at_her_own_number_and_the_log_says_so(
    world: World, case: Case, outside: Receiver
) -> None:
    channel(world, "resident", f"{outside.address}/{{phone}}/")
    before = Opening.objects.filter(subject=case.person_id).count()
    climbed(case, 1)
    assert sent_at(12) == 1
    assert outside.paths[0].split("/")[2].isdigit()
    assert case.person.name not in outside.texts[0]
    assert "体温" not in outside.texts[0]
    assert Opening.objects.filter(subject=case.person_id).count() == before + 1


def test_what_was_reported_meanwhile_is_not_sent(
    world: World, case: Case, outside: Receiver
) -> None:
    channel(world, "stairwell", outside.address)
    climbed(case, 61)
    with clock.frozen(at(20)):
        for check in case.checks.all():
            record_check(
                access=SYSTEM, case_id=case.pk, said=Said("36.5"), day=DAY, slot=check.slot
            )
        assert send_waiting() == 0
    assert outside.texts == []
    assert dict(told(case))["stairwell"] == "withdrawn"


def test_what_is_refused_is_tried_again_later_and_given_up_in_the_end(
    world: World, case: Case, outside: Receiver
) -> None:
    channel(world, "stairwell", outside.address)
    climbed(case, 61)
    outside.status = 500
    moment = at(12)
    for _n in range(send.TRIES + 2):
        with clock.frozen(moment):
            send_waiting()
        moment += timedelta(minutes=40)
    assert len(outside.texts) == send.TRIES
    assert dict(told(case))["stairwell"] == "failed"


def test_a_refusal_waits_before_the_next_try(world: World, case: Case, outside: Receiver) -> None:
    channel(world, "stairwell", outside.address)
    climbed(case, 61)
    outside.status = 500
    with clock.frozen(at(12)):
        send_waiting()
        send_waiting()
    assert len(outside.texts) == 1
    outside.status = 200
    with clock.frozen(at(12, 2)):
        assert send_waiting() == 1


def test_a_killed_worker_leaves_a_doubt_and_no_second_message(
    world: World, case: Case, outside: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel(world, "stairwell", outside.address)
    climbed(case, 61)

    def killed(address: str, text: str) -> bool:
        raise KeyboardInterrupt

    with clock.frozen(at(12)), monkeypatch.context() as patched:
        patched.setattr(send, "deliver", killed)
        with pytest.raises(KeyboardInterrupt):
            send_waiting()
    with clock.frozen(at(12, 10)):
        assert send_waiting() == 0
    assert outside.texts == []
    assert dict(told(case))["stairwell"] == "unsure"


def test_a_channel_out_of_use_sends_nothing(world: World, case: Case, outside: Receiver) -> None:
    way = channel(world, "stairwell", outside.address)
    climbed(case, 61)
    retire_channel(access=SYSTEM, channel_id=way.pk)
    assert sent_at(12) == 0
    assert outside.texts == []
    assert dict(told(case))["stairwell"] == "none"


def test_the_nearest_channel_is_taken(world: World, case: Case, outside: Receiver) -> None:
    channel(world, "committee", f"{outside.address}/street", street=True)
    channel(world, "committee", f"{outside.address}/committee")
    climbed(case, 121)
    sent_at(14)
    assert outside.paths == ["/group/committee"]


def test_a_stop_with_a_reason_ends_the_climb_until_it_is_lifted(case: Case) -> None:
    climbed(case, 1)
    with clock.frozen(at(11)):
        with pytest.raises(Refused) as refused:
            stop_climbing(access=SYSTEM, case_id=case.pk, why=" ")
        assert refused.value.field == "why"
        stop_climbing(access=SYSTEM, case_id=case.pk, why="在医院,晚上补")
    climbed(case, 241)
    assert told(case) == [("resident", "none")]
    with clock.frozen(at(20)):
        assert let_climb(access=SYSTEM, case_id=case.pk) == 1
    climbed(case, 241)
    assert len(told(case)) == 4
    assert LadderStop.pgh_event_model.objects.filter(case=case.pk).count() == 2  # type: ignore[attr-defined]
    assert not reconcile().differences


def test_one_check_is_stopped_and_the_other_climbs(case: Case) -> None:
    morning, evening = case.checks.order_by("due_at")
    with clock.frozen(at(8, 30)):
        stop_climbing(access=SYSTEM, case_id=case.pk, why="已打电话", check_id=morning.pk)
    with clock.frozen(at(23, 50)):
        climb()
    rungs = dict(case.checks.values_list("pk", "rung"))
    assert rungs[morning.pk] == 0
    assert rungs[evening.pk] > 0


def test_a_stairwell_leader_stops_nothing(world: World, case: Case) -> None:
    leader = access_of(world.users["stairwell_leader"].pk)
    with pytest.raises(Hidden):
        stop_climbing(access=leader, case_id=case.pk, why="不用了")


@pytest.mark.parametrize(
    ("whom", "address", "field"),
    [
        ("committee", "没有这种", "address"),
        ("committee", "", "address"),
        ("committee", "nowhere://x", "address"),
        ("committee", "syslog://", "address"),
        ("committee", "json://localhost/{phone}", "address"),
        ("resident", "json://localhost/", "address"),
        ("nobody", "json://localhost/", "name"),
    ],
)
def test_a_channel_that_leads_nowhere_is_refused(
    world: World, whom: str, address: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        channel(world, whom, address)
    assert refused.value.field == field


def test_a_test_message_goes_out_or_says_that_it_did_not(world: World, outside: Receiver) -> None:
    way = channel(world, "committee", outside.address)
    try_channel(access=SYSTEM, channel_id=way.pk)
    assert len(outside.texts) == 1
    outside.status = 500
    with pytest.raises(Refused):
        try_channel(access=SYSTEM, channel_id=way.pk)


def test_the_address_of_a_channel_lies_sealed(world: World, outside: Receiver) -> None:
    way = channel(world, "committee", outside.address)
    assert b"127.0.0.1" not in bytes(Channel.objects.get(pk=way.pk).address_cipher)


def test_a_reminder_stands_on_the_day_of_whom_it_is_for(world: World) -> None:
    head = access_of(world.users["leading_group_head"].pk)
    post, number = world.post("committee_secretary"), uuid7()
    for _again in range(2):
        sent = nudge(access=head, post_id=post.pk, said="还有 3 户没报", message_id=number)
    assert sent.state == "none"
    assert Message.objects.filter(pk=number).count() == 1
    secretary = world.client("committee_secretary")
    assert "还有 3 户没报" in secretary.get("/").content.decode()
    assert "还有 3 户没报" not in world.client("committee_worker").get("/").content.decode()
    with pytest.raises(Hidden):
        mark_seen(access=head, message_id=number)
    mark_seen(access=access_of(post.user_id), message_id=number)
    assert "还有 3 户没报" not in secretary.get("/").content.decode()


def test_a_number_on_duty_is_opened_with_a_reason_and_logged(world: World) -> None:
    post = world.post("committee_secretary")
    leave_number(access=access_of(post.user_id), phone="139 1234 5678")
    head = access_of(world.users["leading_group_head"].pk)
    with pytest.raises(Refused):
        open_number(access=head, post_id=post.pk, reason="")
    assert open_number(access=head, post_id=post.pk, reason="今晚催报") == "13912345678"
    assert Opening.objects.filter(subject=post.user_id, user_id=head.user_id).count() == 1
    with pytest.raises(Refused):
        leave_number(access=access_of(post.user_id), phone="打我")


def test_the_page_of_a_case_shows_who_was_told_and_stops_it(world: World, case: Case) -> None:
    climbed(case, 121)
    secretary = world.client("committee_secretary")
    url = reverse("observation:case", args=[case.pk])
    with clock.frozen(at(13)):
        page = secretary.get(url).content.decode()
        assert "本人 → 楼组长 → 居委" in page
        assert "没有通道,列在今日" in page
        stop = reverse("observation:stop", args=[case.pk])
        assert secretary.post(stop, {"why": ""}).status_code == 422
        assert secretary.post(stop, {"why": "x", "check": "abc"}).status_code == 422
        assert secretary.post(stop, {"why": "已入院"}).status_code == 302
        assert "已入院" in secretary.get(url).content.decode()
        assert secretary.post(reverse("observation:go_on", args=[case.pk])).status_code == 302


def test_today_shows_what_climbed_from_ones_own_rung_on(world: World, case: Case) -> None:
    def shown(key: str, hour: int) -> bool:
        with clock.frozen(at(hour, 30)):
            return "次过时没报" in world.client(key).get("/").content.decode()

    for minutes, hour, readers in (
        (1, 10, ""),
        (61, 11, "L"),
        (121, 12, "LS"),
        (241, 14, "LSD"),
    ):
        climbed(case, minutes)
        found = {
            letter: shown(key, hour)
            for letter, key in (
                ("L", "stairwell_leader"),
                ("S", "committee_secretary"),
                ("D", "subdistrict_leader"),
            )
        }
        assert "".join(letter for letter in found if found[letter]) == readers


def test_a_stairwell_leader_hears_of_nothing_before_her_rung(world: World, case: Case) -> None:
    with clock.frozen(at(9)):
        assert "体温没报" not in world.client("stairwell_leader").get("/").content.decode()
        assert "体温没报" in world.client("committee_worker").get("/").content.decode()


def test_the_list_of_messages_is_narrowed(world: World, case: Case) -> None:
    climbed(case, 121)
    secretary = world.client("committee_secretary")
    everything = secretary.get(reverse("notices:told")).content.decode()
    assert everything.count("到点没报") >= 3
    none_sent = secretary.get(reverse("notices:told") + "?state=sent&whom=committee&place=")
    assert "没有这样的消息" in none_sent.content.decode()
