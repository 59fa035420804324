"""A diary on paper: printed, filled in at home, typed back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tests.jobs import finish
from tests.world import World
from wanli.domains.jobs.queries import result_of
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Case, Check, Diary, DiaryPhoto, Episode
from wanli.domains.observation.operations.change_term import decide_term
from wanli.domains.observation.operations.print_diaries import number
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.operations.type_diary import Typed, type_diary
from wanli.domains.observation.operations.withdraw_check import withdraw_check
from wanli.domains.observation.queries import point_of
from wanli.domains.observation.rules.diaries import mood_of, rows, symptoms_of
from wanli.domains.people.models import Person
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()


def begun(case: Case, days: int) -> Case:
    """Observed since so many days."""
    opened = clock.now() - timedelta(days=days)
    first = clock.today() - timedelta(days=days)
    Case.objects.filter(pk=case.pk).update(
        opened_at=opened, since=first, last_day=first + timedelta(days=14)
    )
    Diary.objects.filter(case=case).delete()
    checks = list(case.checks.values_list("pk", flat=True))
    case.checks.all().delete()
    settle(measures=OF_A_CHECK, sources=checks)
    return Case.objects.select_related("place", "person").get(pk=case.pk)


@pytest.fixture
def case(world: World) -> Case:
    return begun(world.case(world.stairwell), 3)


@pytest.fixture
def diary(case: Case) -> Diary:
    return number(SYSTEM, [case])[0].diary


def send(world: World, diary: Diary, who: str = "stairwell_leader", **typed: Any) -> Any:
    url = reverse("observation:diary_row", args=[diary.code])
    return world.client(who).post(url, {"entry": str(uuid7()), "row": 1} | typed)


def check_at(diary: Diary, day: date, slot: str) -> Check:
    return Check.objects.get(case=diary.case_id, day=day, slot=slot, state="done")


def test_one_sheet_for_two_weeks_with_the_number_to_type(world: World, case: Case) -> None:
    answer = world.client("stairwell_leader").post(
        reverse("observation:print_diary", args=[case.pk])
    )
    content = result_of(finish(answer))
    assert content is not None
    pages = PdfReader(BytesIO(content)).pages
    diary = Diary.objects.get(case=case)
    assert len(lines := rows(diary.first_day, diary.last_day, ["morning", "evening"])) == 30
    assert len(pages) == 2
    text = "".join(page.extract_text() for page in pages)
    person = Person.objects.get(pk=case.person_id)
    assert person.name not in text
    assert diary.code in "".join(text.split())
    assert {str(row.number) for row in lines} <= set(text.split())


def test_everybody_of_a_stairwell_in_one_go(world: World, case: Case) -> None:
    answer = world.client("stairwell_leader").post(
        reverse("observation:diaries"), {"label": world.stairwell.label}
    )
    assert result_of(finish(answer)) is not None
    standing = Case.objects.filter(
        path__within=world.stairwell.path, state__in=("open", "suspended")
    )
    written = set(Diary.objects.values_list("case", flat=True))
    assert set(standing.values_list("pk", flat=True)) <= written
    assert standing.count() > 1


def test_a_row_typed_back_keeps_both_times(world: World, diary: Diary) -> None:
    answer = send(world, diary, celsius="36.6", symptoms="ca", mood="2", at="07:30")
    assert answer.json()["state"] == "recorded"
    check = check_at(diary, diary.first_day, "morning")
    reading = point_of(check).reading
    assert reading.celsius == Decimal("36.6")
    assert reading.symptoms == (diary.symptoms[0]["key"], diary.symptoms[2]["key"])
    assert (reading.mood, check.channel) == ("worried", "paper")
    assert check.at is not None
    assert check.recorded_at is not None
    assert clock.local(check.at).strftime("%H:%M") == "07:30"
    assert clock.local(check.at).date() == diary.first_day
    assert check.recorded_at.date() > check.at.date()
    page = world.client("stairwell_leader").get(reverse("observation:diary", args=[diary.code]))
    assert '"celsius": "36.6"' in page.content.decode()
    assert reconcile().differences == []


def test_sent_twice_and_typed_twice_it_is_one_check(world: World, diary: Diary) -> None:
    entry = str(uuid7())
    states = [send(world, diary, entry=entry, celsius="36.6").json()["state"] for _ in range(2)]
    again = send(world, diary, celsius="36.6").json()["state"]
    assert (states, again) == (["recorded", "recorded"], "same")
    assert Check.objects.filter(case=diary.case_id, day=diary.first_day).count() == 1
    assert reconcile().differences == []


def test_what_was_told_by_phone_stands_and_is_said(world: World, diary: Diary) -> None:
    record_check(
        access=SYSTEM, case_id=diary.case_id, said=Said("36.4"),
        day=diary.first_day, slot="morning",
    )  # fmt: skip
    answer = send(world, diary, celsius="36.9")
    assert answer.status_code == 409
    check = check_at(diary, diary.first_day, "morning")
    assert answer.json()["mend"] == reverse("observation:correct", args=[check.pk])
    assert "36.4" in answer.json()["refused"][0]
    assert point_of(check).reading.celsius == Decimal("36.4")


@pytest.mark.parametrize(
    ("typed", "meant"), [("73.6", "37.6"), ("3.65", "36.5"), ("98.6", "37.0"), ("12", "")]
)
def test_an_impossible_temperature_is_asked_about(
    world: World, diary: Diary, typed: str, meant: str
) -> None:
    answer = send(world, diary, celsius=typed)
    assert answer.status_code == 422
    assert answer.json()["meant"] == meant
    assert not Check.objects.filter(case=diary.case_id, state="done").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"row": 0}, ""),
        ({"row": 31, "celsius": "36.5"}, "1 到 30 行"),
        ({"row": 30, "celsius": "36.5"}, "那天还没到"),
        ({"celsius": ""}, "请先填体温"),
        ({"celsius": "36.5", "symptoms": "AZ"}, "没有“Z”"),
        ({"celsius": "36.5", "mood": "7"}, "心情只有"),
        ({"celsius": "36.5", "at": "99:99"}, "09:30"),
    ],
)
def test_what_cannot_stand_on_the_paper_is_said(
    world: World, diary: Diary, typed: dict[str, Any], said: str
) -> None:
    answer = send(world, diary, **typed)
    assert answer.status_code == 422
    assert said in "".join(answer.json()["refused"])
    assert not Check.objects.filter(case=diary.case_id, state="done").exists()


def test_a_fever_of_today_wakes_and_one_of_last_week_does_not(world: World, diary: Diary) -> None:
    old = begun(diary.case, 10)
    paper = number(SYSTEM, [old])[0].diary
    Diary.objects.filter(pk=paper.pk).update(first_day=clock.today() - timedelta(days=10))
    type_diary(access=SYSTEM, code=paper.code, typed=Typed(1, "38.5"))
    assert not Episode.objects.filter(case=old).exists()
    type_diary(access=SYSTEM, code=paper.code, typed=Typed(21, "38.5", at=None))
    assert Episode.objects.filter(case=old, closed_at=None).count() == 1


def test_a_row_of_somebody_elses_diary_is_taken_back_and_typed_anew(
    world: World, diary: Diary
) -> None:
    entry = str(uuid7())
    send(world, diary, entry=entry, celsius="38.2")
    check = check_at(diary, clock.today() - timedelta(days=3), "morning")
    client, case_id = world.client("stairwell_leader"), diary.case_id
    url = reverse("observation:withdraw_check", args=[check.pk])
    wrong = client.post(url, {"why": ""})
    assert wrong.status_code == 422
    assert "请写明为什么取回" in wrong.content.decode()
    assert client.post(url, {"why": "录到别人的日记上了"}).status_code == 302
    check.refresh_from_db()
    assert (check.state, check.alarm, check.reading_cipher) == ("missed", "", None)
    page = client.get(reverse("observation:case", args=[case_id])).content.decode()
    assert "录到别人的日记上了" in page
    assert "38.2℃" in page, "what it said stays on record"
    # The phone sends what it sent once more: that does not revive it.
    send(world, diary, entry=entry, celsius="38.2")
    check.refresh_from_db()
    assert check.state == "missed"
    assert send(world, diary, celsius="36.4").json()["state"] == "recorded"
    check.refresh_from_db()
    assert (check.state, check.alarm) == ("done", "")
    assert reconcile().differences == []


def test_an_alarm_that_nothing_else_raised_goes_with_the_row(world: World, diary: Diary) -> None:
    last = (clock.today() - diary.first_day).days * 2 + 1
    told = type_diary(access=SYSTEM, code=diary.code, typed=Typed(last, "38.5"))
    assert told.check is not None
    withdraw_check(access=SYSTEM, check_id=told.check, why="看错了行")
    episode = Episode.objects.get(case=diary.case_id)
    assert episode.outcome == "false_alarm"
    assert Check.objects.get(pk=told.check).state == "due"
    again = withdraw_check(access=SYSTEM, check_id=told.check, why="再来一次")
    assert again.corrections.count() == 1


def test_what_the_home_reported_itself_is_not_taken_back(diary: Diary) -> None:
    said = Said("36.5", channel="link")
    check = record_check(access=SYSTEM, case_id=diary.case_id, said=said)
    with pytest.raises(Refused, match="住户自己报的"):
        withdraw_check(access=SYSTEM, check_id=check.pk, why="不要了")


def test_it_keeps_its_number_and_a_longer_term_adds_days(case: Case, diary: Diary) -> None:
    assert number(SYSTEM, [case])[0].diary.pk == diary.pk
    last = case.last_day + timedelta(days=3)
    decide_term(access=SYSTEM, case_id=case.pk, last=last, why="又有接触")
    longer = Case.objects.select_related("place", "person").get(pk=case.pk)
    added = number(SYSTEM, [longer])[0].diary
    assert (added.first_day, added.last_day) == (diary.last_day + timedelta(days=1), last)


def test_a_photo_lies_beside_it_sealed_and_goes_with_the_case(world: World, diary: Diary) -> None:
    drawn = BytesIO()
    Image.new("RGB", (30, 40), "white").save(drawn, "JPEG")
    client = world.client("stairwell_leader")
    url = reverse("observation:add_diary_photo", args=[diary.code])
    answer = client.post(url, {"photo": SimpleUploadedFile("a.jpg", drawn.getvalue())})
    assert answer.status_code == 302
    photo = DiaryPhoto.objects.get(diary=diary)
    shown = client.get(reverse("observation:diary_photo", args=[photo.pk]))
    assert shown.content.startswith(b"\xff\xd8\xff")
    with default_storage.open(photo.file) as stream:
        assert not stream.read().startswith(b"\xff\xd8\xff")
    refused = client.post(url, {"photo": SimpleUploadedFile("a.jpg", b"%PDF-1.7")})
    assert refused.status_code == 422
    assert "PDF" in refused.content.decode()


def test_whose_stairwell_it_is_not_finds_no_diary(world: World, diary: Diary) -> None:
    assert send(world, diary, who="other_worker", celsius="36.5").status_code == 404
    found = world.client("other_worker").get(reverse("observation:diaries"), {"code": diary.code})
    assert "不在您的岗位范围里" in found.content.decode()


def test_letters_and_figures() -> None:
    assert symptoms_of(" ｃ、a ", ["x", "y", "z"]) == ("x", "z")
    assert [mood_of(one) for one in ("", "1", "３")] == ["", "calm", "low"]
    with pytest.raises(ValueError, match="D"):
        symptoms_of("AD", ["x", "y", "z"])
    with pytest.raises(ValueError, match="4"):
        mood_of("4")
