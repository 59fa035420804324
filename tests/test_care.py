"""Calls by a counsellor whose content is closed, and permitted leave as the gate sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation import care
from wanli.domains.observation.models import Case, Leave, Talk, TalkNote
from wanli.domains.observation.operations.close_case import suspend
from wanli.domains.observation.operations.counsel import ask_counsel, record_talk
from wanli.domains.observation.operations.leave import (
    ask_leave,
    decide_leave,
    let_in,
    let_out,
)
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.passes.models import Hold
from wanli.domains.people.models import Person
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()
NINE = datetime.combine(clock.today(), time(9), clock.LOCAL_ZONE)


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.frozen(NINE):
        yield


@pytest.fixture
def case(world: World) -> Case:
    """A contact of three days ago, opened this morning."""
    people = Person.objects.filter(path__within=world.stairwell.path, left_on=None)
    person = people.exclude(pk__in=Case.objects.values("person")).order_by("id")[0]
    opening = Opening("contact", "home_14", clock.today() - timedelta(days=3))
    return open_case(access=SYSTEM, person_id=person.pk, opening=opening)


def of(world: World, key: str) -> Access:
    """The rights of a persona."""
    return access_of(world.users[key].pk)


def feels(case: Case, *moods: str) -> None:
    for mood in moods:
        record_check(access=SYSTEM, case_id=case.pk, said=Said("36.5", mood=mood))


def leave_of(case: Case, hours: int = 3, start: datetime = NINE) -> Leave:
    return ask_leave(
        access=SYSTEM,
        case_id=case.pk,
        why="去医院透析",
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
    )


@pytest.fixture
def approved(case: Case) -> Leave:
    """Out from nine to twelve."""
    return decide_leave(access=SYSTEM, leave_id=leave_of(case).pk, yes=True)


@pytest.mark.parametrize(
    ("moods", "calls"),
    [
        (("worried",), 0),
        (("calm", "low"), 0),
        (("worried", "low"), 1),
        (("low", "low", "worried"), 1),
    ],
)
def test_twice_uneasy_in_three_days_calls_a_counsellor_once(
    case: Case, moods: tuple[str, ...], calls: int
) -> None:
    feels(case, *moods)
    assert Talk.objects.filter(case=case, why="mood").count() == calls


def test_uneasy_four_days_apart_calls_nobody(case: Case) -> None:
    feels(case, "low")
    with clock.frozen(NINE + timedelta(days=4)):
        feels(case, "low")
    assert not Talk.objects.filter(case=case).exists()


def test_a_call_that_is_wanted_is_wanted_once(case: Case) -> None:
    assert ask_counsel(access=SYSTEM, case_id=case.pk) == ask_counsel(
        access=SYSTEM, case_id=case.pk
    )


def _told(world: World, case: Case, text: str = "担心孩子上不了学") -> Talk:
    talk = ask_counsel(access=SYSTEM, case_id=case.pk)
    counsellor = of(world, "counsellor")
    with acting(counsellor.scope):
        return record_talk(access=counsellor, talk_id=talk.pk, outcome="better", content=text)


@pytest.mark.parametrize(
    ("key", "reads"),
    [
        ("counsellor", True),
        ("medical_head", True),
        ("committee_secretary", False),
        ("leading_group_head", False),
    ],
)
def test_the_database_shows_what_was_said_to_two_people(
    world: World, case: Case, key: str, reads: bool
) -> None:
    talk = _told(world, case)
    with acting(of(world, key).scope):
        assert TalkNote.objects.filter(talk=talk).exists() is reads
        assert (talk.pk in care.said_at(of(world, key), [talk])) is reads


def test_what_was_said_is_sealed_and_on_no_page_but_theirs(world: World, case: Case) -> None:
    talk = _told(world, case)
    kept = TalkNote.objects.get(talk=talk).note_cipher
    assert kept is not None
    assert "孩子".encode() not in bytes(kept)
    page = world.client("committee_secretary").get(reverse("observation:case", args=[case.pk]))
    assert "谈过" in page.content.decode()
    assert "孩子" not in page.content.decode()


@pytest.mark.parametrize("outcome", ["again", "unreached"])
def test_another_call_needs_its_day(case: Case, outcome: str) -> None:
    talk = ask_counsel(access=SYSTEM, case_id=case.pk)
    with pytest.raises(Refused) as refused:
        record_talk(access=SYSTEM, talk_id=talk.pk, outcome=outcome)
    assert refused.value.field == "next_on"
    day = clock.today() + timedelta(days=2)
    for _again in range(2):
        record_talk(access=SYSTEM, talk_id=talk.pk, outcome=outcome, next_on=day)
    following = Talk.objects.get(case=case, state="wanted")
    assert (following.due_on, following.why) == (day, "again")


def test_who_records_temperatures_records_no_talks(world: World, case: Case) -> None:
    talk = ask_counsel(access=SYSTEM, case_id=case.pk)
    with pytest.raises(Hidden), transaction.atomic():
        record_talk(access=of(world, "committee_worker"), talk_id=talk.pk, outcome="better")


def test_leave_is_asked_for_decided_and_closed_at_the_gate(
    world: World, case: Case, approved: Leave
) -> None:
    guard = of(world, "gate_guard")
    with acting(guard.scope):
        for _again in range(2):
            let_out(access=guard, leave_id=approved.pk)
    with clock.frozen(NINE + timedelta(hours=2)), acting(guard.scope):
        for _again in range(2):
            let_in(access=guard, leave_id=approved.pk)
    approved.refresh_from_db()
    assert (approved.state, approved.back_at) == ("back", NINE + timedelta(hours=2))
    assert Hold.objects.filter(person=case.person_id, lifted_at=None).exists()
    assert not reconcile().differences


@pytest.mark.parametrize("hours", [-1, 4])
def test_nobody_is_let_out_outside_the_time(approved: Leave, hours: int) -> None:
    with clock.frozen(NINE + timedelta(hours=hours)), pytest.raises(Refused):
        let_out(access=SYSTEM, leave_id=approved.pk)


def test_nobody_is_let_out_unapproved(case: Case) -> None:
    leave = leave_of(case)
    with pytest.raises(Refused):
        let_out(access=SYSTEM, leave_id=leave.pk)


@pytest.mark.parametrize(
    ("hours", "start", "field"),
    [
        (0, NINE, "ends"),
        (13, NINE, "ends"),
        (1, NINE - timedelta(hours=3), "ends"),
        (1, NINE + timedelta(days=9), "day"),
    ],
)
def test_impossible_times_name_their_field(
    case: Case, hours: int, start: datetime, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        leave_of(case, hours, start)
    assert refused.value.field == field


def test_the_same_hours_are_asked_for_once(case: Case, approved: Leave) -> None:
    with pytest.raises(Refused):
        leave_of(case)


def test_in_hospital_nobody_goes_out_on_leave(case: Case, approved: Leave) -> None:
    suspend(access=SYSTEM, case_id=case.pk, why="住院")
    approved.refresh_from_db()
    assert approved.state == "withdrawn"


def test_who_may_record_asks_and_who_decides_approves(world: World, case: Case) -> None:
    leave = leave_of(case)
    with pytest.raises(Hidden), transaction.atomic():
        decide_leave(access=of(world, "committee_worker"), leave_id=leave.pk, yes=True)
    assert (
        decide_leave(access=of(world, "committee_secretary"), leave_id=leave.pk, yes=True).state
        == "approved"
    )


def test_the_guard_sees_a_masked_name_a_door_and_the_hours(world: World, approved: Leave) -> None:
    guard = world.client("gate_guard")
    page = guard.get(reverse("gate:page")).content.decode()
    assert approved.name_shown in page
    assert approved.door_shown in page
    assert "12:00" in page
    assert "透析" not in page
    assert approved.case.person.name not in page
    assert guard.post(reverse("gate:left", args=[approved.pk])).status_code == 302
    assert guard.get(reverse("observation:case", args=[approved.case_id])).status_code == 404


def test_who_is_late_stands_on_today(world: World, approved: Leave) -> None:
    let_out(access=SYSTEM, leave_id=approved.pk)
    with clock.frozen(NINE + timedelta(hours=4)):
        page = world.client("stairwell_leader").get("/").content.decode()
        assert reverse("observation:leaves") in page
        assert "过时没回来" in world.client("gate_guard").get(reverse("gate:page")).content.decode()


def test_leave_is_asked_for_on_a_page_that_loses_nothing(world: World, case: Case) -> None:
    leader = world.client("stairwell_leader")
    url = reverse("observation:ask_leave", args=[case.pk])
    typed = {
        "why": "参加葬礼",
        "day": clock.today().isoformat(),
        "starts": "10:00",
        "ends": "23:30",
    }
    answer = leader.post(url, typed)
    assert answer.status_code == 422
    assert "参加葬礼" in answer.content.decode()
    assert leader.post(url, typed | {"ends": "13:00"}).status_code == 302
    page = world.client("committee_secretary").get(reverse("observation:leaves"))
    assert "参加葬礼" in page.content.decode()


def test_a_counsellor_works_from_her_list(world: World, case: Case) -> None:
    talk = ask_counsel(access=SYSTEM, case_id=case.pk)
    counsellor = world.client("counsellor")
    url = reverse("counsel:talk", args=[talk.pk])
    assert reverse("counsel:calls") in counsellor.get("/").content.decode()
    assert url in counsellor.get(reverse("counsel:calls")).content.decode()
    assert counsellor.post(url, {"outcome": "again", "content": "睡不着"}).status_code == 422
    assert counsellor.post(url, {"outcome": "better", "content": "睡不着"}).status_code == 302
    assert "睡不着" in counsellor.get(url).content.decode()
