"""Certificates of release: who prints them, what their codes prove, and when no more."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.codes import codes_on
from tests.homes import Home, home_of
from tests.jobs import finish
from tests.world import World
from wanli.domains.audit.models import Opening
from wanli.domains.observation.certificates import proof_of, signed_code
from wanli.domains.observation.models import Case, Certificate, Check, State
from wanli.domains.observation.operations.certify import certify
from wanli.domains.observation.operations.close_case import close
from wanli.domains.observation.operations.open_case import Opening as Begun
from wanli.domains.observation.operations.open_case import open_case
from wanli.domains.observation.operations.purge import _erase
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.operations.take_back_release import take_back_release
from wanli.domains.passes.models import Hold
from wanli.domains.people.operations import rotate_keys
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

SYSTEM = Access.system()


@pytest.fixture
def home(world: World) -> Home:
    return home_of(world, world.stairwell)


@pytest.fixture
def released(home: Home) -> Case:
    """Somebody whose term ended yesterday, released."""
    yesterday = clock.today() - timedelta(days=1)
    Case.objects.filter(pk=home.case.pk).update(
        since=yesterday - timedelta(days=14), last_day=yesterday
    )
    home.case.refresh_from_db()
    close([home.case], State.RELEASED, "")
    return home.case


def _code(case: Case) -> str:
    return signed_code(certify(access=SYSTEM, case_id=case.pk))


def _page(code: str, language: str = "zh-hans") -> Any:
    return Client().get(reverse("certificate:page", args=[code]), {"lang": language})


def _printed(world: World, case: Case) -> bytes:
    answer = world.client("committee_worker").post(
        reverse("observation:certificate", args=[case.pk])
    )
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return bytes(answer.content)


def test_the_paper_names_her_and_its_code_leads_to_the_page_that_says_good(
    world: World, released: Case
) -> None:
    pdf = _printed(world, released)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert released.person.name in text
    (address,) = codes_on(pdf)
    assert len(address) < 213, "more than a code of 57 dots a side holds at level M"
    path = address.removeprefix("http://testserver")
    page = Client().get(path).content.decode()
    assert "有效" in page
    assert "无效" not in page


def test_the_page_shows_a_masked_name_and_days_and_no_more(released: Case) -> None:
    for language, word in (("zh-hans", "有效"), ("en", "Valid")):
        answer = _page(_code(released), language)
        page = answer.content.decode()
        assert word in page
        assert released.person.name[0] + "*" in page
        for hidden in (
            released.person.name, released.place.name, str(released.pk), released.path,
            str(released.get_reason_display()), str(released.term_name["zh"]),
        ):  # fmt: skip
            assert hidden not in page
        assert answer["Cache-Control"] == "no-store"
        assert "<script" not in page


def test_printing_is_logged_for_the_person(world: World, released: Case) -> None:
    _printed(world, released)
    found = Opening.objects.get(subject=released.person_id, reason="印解除观察证明")
    assert found.user_id == world.users["committee_worker"].pk


def test_twice_printed_it_is_the_same_certificate(world: World, released: Case) -> None:
    _printed(world, released)
    _printed(world, released)
    assert Certificate.objects.filter(case=released).count() == 1


def test_whoever_is_not_released_nor_ready_gets_none(world: World, home: Home) -> None:
    answer = world.client("committee_worker").post(
        reverse("observation:certificate", args=[home.case.pk])
    )
    assert answer.status_code == 422
    assert "解除证明要等到那时再印" in answer.content.decode()
    assert not Certificate.objects.exists()


def test_printed_the_evening_before_it_is_good_from_the_release_on(home: Home) -> None:
    today = clock.today()
    Case.objects.filter(pk=home.case.pk).update(
        last_day=today, since=today - timedelta(days=14), prepared_at=clock.now()
    )
    code = _code(home.case)
    with pytest.raises(Hidden):
        proof_of(code)
    home.case.refresh_from_db()
    close([home.case], State.RELEASED, "")
    assert proof_of(code).last_day == today


def test_a_term_that_was_changed_after_printing_makes_the_paper_void(home: Home) -> None:
    today = clock.today()
    Case.objects.filter(pk=home.case.pk).update(
        last_day=today, since=today - timedelta(days=14), prepared_at=clock.now()
    )
    before = _code(home.case)
    Case.objects.filter(pk=home.case.pk).update(since=today - timedelta(days=13))
    home.case.refresh_from_db()
    close([home.case], State.RELEASED, "")
    with pytest.raises(Hidden):
        proof_of(before)
    assert proof_of(_code(home.case))
    with pytest.raises(Hidden):
        proof_of(before)


def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(released: Case) -> None:
    good = _code(released)
    changed = good[:40] + ("A" if good[40] != "A" else "B") + good[41:]
    revoked = good
    take_back_release(access=SYSTEM, case_id=released.pk, why="解除错了")
    pages = [_page(one) for one in (changed, revoked, good[:-4], "x", "A" * 600)]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert "无效" in pages[0].content.decode()


def test_a_release_taken_back_goes_on_and_a_second_one_has_a_paper_of_its_own(
    world: World, released: Case
) -> None:
    first = _code(released)
    secretary = world.client("committee_secretary")
    url = reverse("observation:take_back_release", args=[released.pk])
    assert secretary.post(url, {"why": ""}).status_code == 422
    assert secretary.post(url, {"why": "看错了日期"}).status_code == 302
    released.refresh_from_db()
    assert (released.state, released.closed_at, released.prepared_at) == ("open", None, None)
    assert Hold.objects.filter(source=released.pk, lifted_at=None).exists()
    assert secretary.post(url, {"why": "再点一次"}).status_code == 302
    assert Certificate.objects.get(case=released).revoked_why == "看错了日期"
    close([released], State.RELEASED, "")
    assert proof_of(_code(released))
    with pytest.raises(Hidden):
        proof_of(first)


def test_taken_back_within_the_term_todays_checks_are_owed_again(home: Home) -> None:
    close([home.case], State.RELEASED, "")
    assert not Check.objects.filter(case=home.case, state="due").exists()
    with clock.frozen(clock.midnight(clock.today()) + timedelta(hours=6)):
        take_back_release(access=SYSTEM, case_id=home.case.pk, why="解除错了")
    assert Check.objects.filter(case=home.case, state="due", day=clock.today()).exists()


def test_not_taken_back_where_she_is_observed_again_under_another_case(released: Case) -> None:
    begun = Begun("contact", "home_14", clock.today())
    open_case(access=SYSTEM, person_id=released.person_id, opening=begun)
    with pytest.raises(Refused, match="另一份观察"):
        take_back_release(access=SYSTEM, case_id=released.pk, why="解除错了")


def test_after_its_last_day_and_after_the_purge_it_is_not_good(released: Case) -> None:
    code = _code(released)
    proof = proof_of(code)
    assert proof.good_until == clock.today() + timedelta(days=180)
    with clock.frozen(clock.midnight(proof.good_until) + timedelta(hours=23, minutes=59)):
        assert proof_of(code)
    with (
        clock.frozen(clock.midnight(proof.good_until + timedelta(days=1))),
        pytest.raises(Hidden),
    ):
        proof_of(code)
    _erase([released.pk])
    assert not Certificate.objects.exists()
    assert not Certificate.pgh_event_model.objects.exists()
    with pytest.raises(Hidden):
        proof_of(code)


def test_keys_are_rotated_and_papers_printed_before_stay_good(
    released: Case, own_keys: None
) -> None:
    code = _code(released)
    rotate_keys.rotate(patience=5)
    assert proof_of(code)
    assert _code(released)[12:17] != code[12:17]
    assert proof_of(_code(released))


def test_all_of_today_in_one_go(world: World, released: Case) -> None:
    worker = world.client("committee_worker")
    url = reverse("observation:certificates")
    assert str(released.pk) in worker.get(url).content.decode()
    assert worker.post(url, {"case": ["none"]}).status_code == 422
    job = finish(worker.post(url, {"case": [str(released.pk)]}))
    pdf = worker.get(reverse("jobs:result", args=[job.pk])).content
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    (address,) = codes_on(pdf)
    assert "有效" in Client().get(address.removeprefix("http://testserver")).content.decode()


def test_what_stands_in_the_way_is_shown_and_not_printed(world: World, home: Home) -> None:
    today = clock.today()
    Case.objects.filter(pk=home.case.pk).update(
        last_day=today, since=today - timedelta(days=14), prepared_at=clock.now()
    )
    record_check(access=SYSTEM, case_id=home.case.pk, said=Said("38.4"))
    worker = world.client("committee_worker")
    url = reverse("observation:certificates")
    page = worker.get(url).content.decode()
    row = page[page.index(str(home.case.pk)) :].split("</li>")[0]
    assert "最近三天有发热或危险症状" in row
    assert " disabled" in row
    job = finish(worker.post(url, {"case": [str(home.case.pk)]}))
    assert job.state == "failed"
    assert "勾上的现在都不能印" in worker.get(reverse("jobs:job", args=[job.pk])).content.decode()


def test_another_committees_releases_are_neither_listed_nor_printed(
    world: World, released: Case
) -> None:
    other = world.client("other_worker")
    url = reverse("observation:certificates")
    assert str(released.pk) not in other.get(url).content.decode()
    assert other.post(url, {"case": [str(released.pk)]}).status_code == 422


def test_she_fetches_her_own_by_the_homes_link(home: Home, released: Case) -> None:
    phone = home.phone()
    page = phone.page()
    assert home.at("certificate", released.pk) in page
    answer = phone.client.get(home.at("certificate", released.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    (address,) = codes_on(answer.content)
    assert "有效" in Client().get(address.removeprefix("http://testserver")).content.decode()


def test_a_phone_that_is_not_in_is_asked_for_the_birthday_first(home: Home, released: Case) -> None:
    page = Client().get(home.at()).content.decode()
    assert "先填生日" in page
    assert str(released.pk) not in page


def test_on_a_link_with_a_pin_the_pin_still_opens_after_the_release(world: World) -> None:
    home = home_of(world, world.stairwell, with_pin=True)
    close(home.cases, State.RELEASED, "")
    assert home.at("certificate", home.case.pk) in home.phone(home.pin).page()
