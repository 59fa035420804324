"""The start of a case: notice, signature, kit, questions, the sign on the door."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tests.codes import codes_on
from tests.homes import Home, home_of
from tests.world import World
from wanli.domains.audit.models import Opening
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.observation.links import Commitment
from wanli.domains.observation.models import (
    Case,
    Certificate,
    Issued,
    SignedPaper,
    Start,
    State,
)
from wanli.domains.observation.operations.begin import issue_kit, record_answers
from wanli.domains.observation.operations.certify import certify
from wanli.domains.observation.operations.close_case import close, end_otherwise
from wanli.domains.observation.operations.hand_over import accept, offer
from wanli.domains.observation.operations.keep_paper import keep_paper
from wanli.domains.observation.operations.purge import _erase
from wanli.domains.observation.operations.release import lacking
from wanli.domains.observation.papers import SHELF, read_paper
from wanli.domains.observation.starting import begun, unfinished
from wanli.domains.observation.vault import open_signature
from wanli.domains.places.models import Place
from wanli.domains.places.queries import path_of_kind
from wanli.domains.postings.operations.issue import issue_notices
from wanli.ground.pictures import Sent
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()
SAID = {"contact": "女儿", "contact_phone": "13912345678", "medicine": "降压药,社区医院配"}


@pytest.fixture
def home(world: World) -> Home:
    """Two who begin to be observed together."""
    return home_of(world, world.stairwell, people=2)


@pytest.fixture
def worker(world: World) -> Client:
    return world.client("committee_worker")


def _at(case: Case, page: str) -> str:
    return reverse(f"observation:{page}", args=[case.pk])


def _picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (60, 80), "white").save(drawn, "PNG")
    return drawn.getvalue()


def _sent() -> SimpleUploadedFile:
    return SimpleUploadedFile("signed.png", _picture(), "image/png")


def test_a_new_case_wants_everything_and_today_says_so(home: Home, worker: Client) -> None:
    assert begun(home.case).missing == ("check", "signature", "kit", "asked", "door")
    assert "份观察刚开始,还有没办的" in worker.get("/").content.decode()
    page = worker.get(reverse("observation:starts")).content.decode()
    assert _at(home.case, "start") in page
    assert "告知书没有签" in worker.get(_at(home.case, "case")).content.decode()


def test_after_opening_one_is_led_from_the_temperature_to_the_next_steps(
    world: World, worker: Client
) -> None:
    door = world.home(world.stairwell)
    opened = worker.post(
        reverse("observation:open", args=[door.label]),
        {
            "people": [str(p.pk) for p in _living(door)], "reason": "contact", "term": "home_14",
            "since": clock.today().isoformat(),
        },
    )  # fmt: skip
    assert opened.status_code == 302
    assert opened["Location"].endswith("/check/?start")
    told = worker.post(opened["Location"], {"celsius": "36.5", "channel": "visit"})
    case = Case.objects.filter(place=door).order_by("pk").first()
    assert case is not None
    assert told["Location"].startswith("/observation/")
    assert told["Location"].endswith("/start/")
    assert "check" not in begun(Case.objects.get(pk=told["Location"].split("/")[2])).missing


def _living(door: Place) -> list[Any]:
    from wanli.domains.people.models import Person

    return list(Person.objects.filter(path=door.path, left_on=None))


def test_signed_once_on_the_workers_screen_it_stands_for_all_of_the_home(
    world: World, home: Home, worker: Client
) -> None:
    page = worker.get(_at(home.case, "sign")).content.decode()
    assert "请不要出门" in page
    assert "24:00" in page
    assert worker.post(_at(home.case, "sign"), {"name": " "}).status_code == 422
    signed = worker.post(_at(home.case, "sign"), {"name": home.case.person.name})
    assert signed.status_code == 302
    made = Commitment.objects.get(case=home.case)
    assert (made.link_id, made.by_id) == (None, world.users["committee_worker"].pk)
    assert "请不要出门" in made.notice
    assert Commitment.objects.filter(case__in=home.cases).count() == 2
    worker.post(_at(home.cases[1], "sign"), {"name": "别人"})
    kept = Commitment.objects.get(case=home.cases[1])
    assert open_signature(kept.signature_cipher).name != "别人"
    assert "signature" not in begun(home.cases[1]).missing
    assert "已经签过名了" in worker.get(_at(home.cases[1], "sign")).content.decode()


def test_a_home_reads_the_same_on_its_phone_and_at_the_desk(home: Home, worker: Client) -> None:
    phone = home.phone().client.get(home.at("notice")).content.decode()
    desk = worker.get(_at(home.case, "sign")).content.decode()
    for sentence in ("家里常开窗,各用各的毛巾和碗筷。", "申请复议或者起诉", "马上打 120"):
        assert sentence in phone
        assert sentence in desk


def test_the_printed_notice_says_all_of_it_in_both_languages_and_is_logged(
    home: Home, worker: Client
) -> None:
    for language, words in (
        ("zh-hans", ("居家医学观察告知书", "您的权利", "签名")),
        ("en", ("Your rights", "Signature")),
    ):
        answer = worker.post(_at(home.case, "notice"), {"language": language})
        assert answer["Content-Type"] == "application/pdf"
        pages = PdfReader(BytesIO(answer.content)).pages
        assert len(pages) == 1
        text = pages[0].extract_text()
        for one in (*words, *(case.person.name for case in home.cases)):
            assert one in text
    logged = Opening.objects.filter(subject=home.cases[1].person_id, what="name, on paper")
    assert logged.count() == 2


def test_the_sign_for_the_door_names_nobody_and_leads_to_the_stairwells_notice(
    world: World, home: Home, worker: Client
) -> None:
    issue_notices(access=SYSTEM, label=world.stairwell.label)
    path = ".".join(home.case.path.split(".")[:-1])
    issue_notices(access=SYSTEM, label=path.rpartition(".")[2])
    answer = worker.get(_at(home.case, "door_sign"))
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text().replace("\n", "")
    assert "此户正在居家医学观察" in text
    assert "This home is under medical observation" in text
    for case in home.cases:
        assert case.person.name not in text
    (address,) = codes_on(answer.content)
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_the_kit_of_the_plan_is_ticked_with_its_day_and_can_be_corrected(
    home: Home, worker: Client
) -> None:
    url = _at(home.case, "kit")
    today = clock.today().isoformat()
    assert worker.post(url, {"items": ["masks", "bags"], "day": today}).status_code == 302
    found = Issued.objects.filter(case=home.cases[1]).values_list("key", flat=True)
    assert set(found) == {"masks", "bags"}
    worker.post(url, {"items": ["masks", "thermometer"], "day": today})
    worker.post(url, {"items": ["masks", "thermometer"], "day": today})
    assert set(Issued.objects.filter(case=home.case).values_list("key", flat=True)) == {
        "masks", "thermometer",
    }  # fmt: skip
    late = (clock.today() + timedelta(days=1)).isoformat()
    refused = worker.post(url, {"items": ["bags"], "day": late})
    assert refused.status_code == 422
    assert "发物品的日子" in refused.content.decode()
    assert worker.post(url, {"items": ["nothing"], "day": "x"}).status_code == 422


def test_what_the_home_needs_is_kept_sealed_and_shown(
    world: World, home: Home, worker: Client
) -> None:
    until = (clock.today() + timedelta(days=5)).isoformat()
    url = _at(home.case, "answers")
    assert worker.post(url, {**SAID, "medicine_until": until, "pet": "一只狗"}).status_code == 302
    home.case.refresh_from_db()
    assert home.case.needs == ["medicine", "pet"]
    page = worker.get(_at(home.case, "case")).content.decode()
    for said in ("女儿", "13912345678", "降压药", "一只狗"):
        assert said in page
    with connection.cursor() as cursor:
        for table in ("observation_start", "observation_startevent"):
            cursor.execute(f"SELECT x::text FROM {table} x")
            assert not any("13912345678" in row or "女儿" in row for (row,) in cursor.fetchall())
    answers = begun(home.cases[1]).answers
    assert answers is not None
    assert str(answers.lasts_until) == until


def test_wrong_answers_are_said_at_their_fields_and_nothing_typed_is_lost(
    home: Home, worker: Client
) -> None:
    answer = worker.post(
        _at(home.case, "answers"),
        {**SAID, "contact_phone": "打不通", "medicine_until": "后天", "pet": "猫" * 10},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填打得通的电话号码" in page
    assert "2020-02-14" in page
    for typed in ("打不通", "后天", "猫" * 10):
        assert typed in page


def test_a_photo_of_the_signed_paper_counts_is_sealed_and_can_be_dropped(
    world: World, home: Home, worker: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert worker.post(_at(home.case, "photo"), {}).status_code == 422
    wrong = SimpleUploadedFile("a.jpg", b"%PDF-1.7 ...", "image/jpeg")
    assert (
        "这是 PDF 文件" in worker.post(_at(home.case, "photo"), {"photo": wrong}).content.decode()
    )
    assert worker.post(_at(home.case, "photo"), {"photo": _sent()}).status_code == 302
    assert "signature" not in begun(home.cases[1]).missing
    paper = SignedPaper.objects.get(case=home.case)
    from django.core.files.storage import default_storage

    assert not Path(default_storage.path(paper.file)).read_bytes().startswith(b"\xff\xd8")
    shown = worker.get(reverse("observation:paper", args=[paper.pk]))
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert shown["Cache-Control"] == "no-store"
    leader = world.client("stairwell_leader")
    assert leader.get(reverse("observation:paper", args=[paper.pk])).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        dropped = worker.post(reverse("observation:drop_paper", args=[paper.pk]))
    assert dropped.status_code == 302
    assert not default_storage.exists(paper.file)


def test_too_many_photos_are_refused(home: Home) -> None:
    for _n in range(4):
        keep_paper(access=SYSTEM, case_ids=[home.case.pk], sent=Sent.of(_picture()))
    with pytest.raises(Refused, match="够了"):
        keep_paper(access=SYSTEM, case_ids=[home.case.pk], sent=Sent.of(_picture()))


def test_a_release_shows_the_missing_signature_and_is_not_held_up_by_it(
    home: Home, worker: Client
) -> None:
    assert "signature" in lacking([home.case])[home.case.pk]
    worker.post(_at(home.case, "sign"), {"name": "王"})
    assert "signature" not in lacking([home.case])[home.case.pk]


def test_when_all_is_done_nothing_reminds(world: World, home: Home, worker: Client) -> None:
    from wanli.domains.observation.operations.record_check import Said, record_check

    for case in home.cases:
        record_check(access=SYSTEM, case_id=case.pk, said=Said("36.5"))
    worker.post(_at(home.case, "sign"), {"name": "王"})
    worker.post(_at(home.case, "kit"), {"items": ["masks"], "day": clock.today().isoformat()})
    worker.post(_at(home.case, "answers"), SAID)
    worker.post(_at(home.case, "door"))
    worker.post(_at(home.case, "door"))
    assert Start.objects.filter(door_on=clock.today(), case__in=home.cases).count() == 2
    mine = {case.pk for case in home.cases}
    assert not mine & set(unfinished([home.case.path]).values_list("pk", flat=True))
    assert "都办齐了" in worker.get(_at(home.case, "start")).content.decode()


def test_nothing_is_written_for_a_case_that_is_over(home: Home, worker: Client) -> None:
    for case in home.cases:
        end_otherwise(access=SYSTEM, case_id=case.pk, why="开错了")
    for page, said in (
        ("kit", {"items": ["masks"], "day": clock.today().isoformat()}),
        ("answers", SAID),
        ("door", {}),
        ("photo", {"photo": _sent()}),
    ):
        assert worker.post(_at(home.case, page), said).status_code == 422
    assert not Issued.objects.filter(case__in=home.cases).exists()


def test_it_all_goes_with_the_case_to_another_committee(world: World, home: Home) -> None:
    _all_of_it(home)
    area = path_of_kind(world.elsewhere.path, "area") or ""
    offered = offer(
        access=SYSTEM, case_id=home.case.pk, to=area.rpartition(".")[2], why="住到亲戚家"
    )
    accept(access=SYSTEM, offer_id=offered.pk)
    home.case.refresh_from_db()
    for model in (Start, Issued, SignedPaper, Commitment):
        paths = set(model._default_manager.filter(case=home.case).values_list("path", flat=True))
        assert paths == {home.case.path}, model


def test_it_all_goes_when_the_case_is_deleted(
    home: Home, django_capture_on_commit_callbacks: Any
) -> None:
    _all_of_it(home)
    file = SignedPaper.objects.get(case=home.case).file
    end_otherwise(access=SYSTEM, case_id=home.case.pk, why="开错了")
    with django_capture_on_commit_callbacks(execute=True):
        _erase([home.case.pk])
    for model in (Start, Issued, SignedPaper, Commitment):
        assert not model._default_manager.filter(case=home.case.pk).exists()
    assert not Start.pgh_event_model.objects.filter(case=home.case.pk).exists()
    assert not Issued.pgh_event_model.objects.filter(case=home.case.pk).exists()
    with pytest.raises(FileNotFoundError):
        SHELF.read(file)


def test_pictures_follow_the_keys(home: Home, own_keys: None) -> None:
    from wanli.domains.people.operations import rotate_keys

    _all_of_it(home)
    done = rotate_keys.rotate(patience=5)
    assert rotate_keys.keys_in_use() == {done.active}
    assert read_paper(SignedPaper.objects.get(case=home.case)).startswith(b"\xff\xd8\xff")
    answers = begun(home.case).answers
    assert answers is not None
    assert answers.contact == "女儿"


def test_two_doors_that_are_one_bring_their_papers_together(world: World, home: Home) -> None:
    _all_of_it(home)
    close([home.cases[1]], State.RELEASED, "")
    certify(access=SYSTEM, case_id=home.cases[1].pk)
    gone = home.case.place
    stays = Place.objects.standing().filter(parent=gone.parent, kind="household")
    into = stays.exclude(pk=gone.pk)[0]
    merge_place(access=SYSTEM, label=gone.label, into=into.label, reason="录了两遍")
    for model in (Case, Start, Issued, SignedPaper, Commitment, Certificate):
        found = model._default_manager.filter(path=into.path)
        assert found.exists(), model
        assert not model._default_manager.filter(path=gone.path).exists(), model


def test_another_committee_has_no_part_in_it(world: World, home: Home) -> None:
    other = world.client("other_worker")
    for page in ("start", "sign", "door_sign"):
        assert other.get(_at(home.case, page)).status_code == 404
    for page in ("kit", "answers", "door", "photo", "sign", "notice"):
        assert other.post(_at(home.case, page)).status_code == 404


def test_a_home_may_not_write_about_its_own_start(home: Home) -> None:
    with pytest.raises(Hidden):
        issue_kit(access=Access(), case_ids=[home.case.pk], keys=["masks"])


def _all_of_it(home: Home) -> None:
    ids = [home.case.pk]
    issue_kit(access=SYSTEM, case_ids=ids, keys=["masks"])
    record_answers(access=SYSTEM, case_ids=ids, needs=["medicine"], said=SAID)
    keep_paper(access=SYSTEM, case_ids=ids, sent=Sent.of(_picture()))
    from wanli.domains.observation.operations.sign_notice import sign_notice

    sign_notice(access=SYSTEM, case_ids=ids, notice="…", name="王")
