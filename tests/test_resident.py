"""A home reports for itself: no account, an old phone, and nobody else's business."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.homes import BORN, CALL, SYSTEM, Home, Phone, band, home_of
from tests.world import World
from wanli.config.logs import Discreet
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.links import Commitment, HomeLink, LinkDevice
from wanli.domains.observation.models import Check, CheckEvent, State  # type: ignore[attr-defined]
from wanli.domains.observation.operations.close_case import end_otherwise, suspend
from wanli.domains.observation.operations.home_links import issue_link, revoke_link
from wanli.domains.observation.operations.release import prepare, release_due
from wanli.domains.observation.rules.knocks import MOST_DEVICES, MOST_WRONG
from wanli.domains.observation.vault import opened
from wanli.domains.people.models import Person
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused

NOW = clock.now()


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a local day so many days from today."""
    day = clock.local(NOW).date() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), clock.LOCAL_ZONE)


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with clock.frozen(at(0, 8)):
        yield


@pytest.fixture
def home(world: World) -> Home:
    return home_of(world, world.stairwell)


@pytest.fixture
def phone(home: Home) -> Phone:
    return home.phone()


def _told(home: Home) -> list[Check]:
    return list(home.case.checks.filter(state="done").order_by("recorded_at"))


def _celsius(check: Check) -> str:
    assert check.reading_cipher is not None
    return str(opened(check.reading_cipher).celsius)


# The entrance.


@pytest.mark.parametrize(
    "typed", [BORN, "1953-2-14", "1953年2月14日", "１９５３０２１４", "1953.02.14"]
)
def test_link_and_birth_date_open_it_once_for_all(home: Home, typed: str) -> None:
    phone = home.phone(typed)
    assert band(phone.page()) == "owed"
    assert band(phone.page()) == "owed"


def test_the_entrance_says_nothing_of_anybody(world: World, home: Home) -> None:
    page = Phone(home).page()
    person = home.case.person
    for said in (person.name, person.name[0] + "*", home.case.place.name + "室", "1953"):
        assert said not in page.replace("19530214", "")
    refused = Phone(home).open("19990101").content.decode()
    assert person.name[0] + "*" not in refused


def test_who_has_no_birth_date_is_opened_by_six_digits_alone(world: World) -> None:
    home = home_of(world, world.stairwell)
    Person.objects.filter(pk=home.case.person_id).update(birth_date=None)
    issued = issue_link(access=SYSTEM, case_ids=[home.case.pk], call=CALL)
    home = Home(home.cases, issued.link, issued.token, issued.pin)
    assert len(issued.pin) == 6
    assert Phone(home).open(BORN).status_code == 422
    assert band(home.phone(f"{issued.pin[:3]} {issued.pin[3:]}").page()) == "owed"


def test_a_wrong_one_looks_the_same_whether_a_birth_date_is_known_or_not(world: World) -> None:
    home = home_of(world, world.stairwell, with_pin=True)
    known = Phone(home).open("19990101").content.decode()
    Person.objects.filter(pk=home.case.person_id).update(birth_date=None)
    HomeLink.objects.update(wrong_tries=0)
    unknown = Phone(home).open("19990101").content.decode()
    strip = [line for line in known.splitlines() if "csrf" not in line]
    assert strip == [line for line in unknown.splitlines() if "csrf" not in line]


@pytest.mark.parametrize("typed", ["", "张三", "5302", "19530230", "\x00", "9" * 5000, "123456"])
def test_what_cannot_be_read_is_no_attempt(home: Home, typed: str) -> None:
    for _again in range(MOST_WRONG + 1):
        assert "8 位数字" in Phone(home).open(typed).content.decode()
    assert band(home.phone().page()) == "owed"


def test_guessing_locks_it_and_the_committee_hears(world: World, home: Home) -> None:
    inside = home.phone()
    for left in range(MOST_WRONG - 1, 0, -1):
        assert f"还可以试 {left} 次" in Phone(home).open("19990101").content.decode()
    assert "锁住" in Phone(home).open("19990101").content.decode()
    assert "锁住" in Phone(home).open(BORN).content.decode()
    assert band(inside.page()) == "owed"
    today = world.client("committee_worker").get("/").content.decode()
    assert "自己填报的链接锁住了" in today
    assert reverse("observation:link", args=[home.case.pk]) in today
    assert "自己填报的链接锁住了" not in world.client("other_worker").get("/").content.decode()


def test_on_too_many_phones_it_closes_for_all(home: Home) -> None:
    phones = [home.phone() for _ in range(MOST_DEVICES)]
    assert band(phones[0].page()) == "owed"
    assert "锁住" in Phone(home).open(BORN).content.decode()
    assert band(phones[0].page()) == ""
    assert HomeLink.objects.get(pk=home.link.pk).locked_why == "devices"


def test_a_shared_address_locks_nobody_out(world: World, home: Home) -> None:
    for _home in range(80):
        assert Phone(home).open("看不清").status_code == 422
    assert Phone(home).open(BORN).status_code == 302


def test_replaced_it_is_as_if_it_never_was(world: World, home: Home, phone: Phone) -> None:
    address = reverse("observation:link", args=[home.case.pk])
    sheet = world.client("committee_worker").post(
        address, {"people": [str(home.case.pk)], "call": CALL}
    )
    assert sheet["Cache-Control"] == "no-store"
    never = Client().get("/r/abcdefghijklmnop/")
    old = phone.client.get(home.at())
    assert old.status_code == never.status_code == 404
    assert old.content == never.content
    assert phone.client.post(home.at("report"), {}).status_code == 404


def test_taken_back_it_opens_nothing(home: Home, phone: Phone) -> None:
    revoke_link(access=SYSTEM, case_id=home.case.pk)
    revoke_link(access=SYSTEM, case_id=home.case.pk)
    assert phone.client.get(home.at()).status_code == 404
    assert phone.client.post(home.at("report"), {}).status_code == 404


def test_neither_address_nor_digits_are_kept_or_logged(world: World) -> None:
    root = logging.getLogger()
    (formatter,) = {h.formatter for h in root.handlers if isinstance(h.formatter, Discreet)}
    handler = logging.StreamHandler(stream := io.StringIO())
    handler.setFormatter(formatter)
    root.addHandler(handler)
    home = home_of(world, world.stairwell, with_pin=True)
    home.phone(home.pin).report(p0_celsius="36.7", p0_wants="降压药")
    home.phone().client.get("/r/notALinkAtAll123/nowhere/")
    root.removeHandler(handler)
    assert home.token not in stream.getvalue()
    assert "notALinkAtAll123" not in stream.getvalue()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT x::text FROM "{table}" x')
            rows = "\n".join(row for (row,) in cursor.fetchall())
            for secret in (home.token, "降压药", *([home.pin] if "observation" in table else [])):
                assert secret not in rows, table


def test_no_browser_keeps_the_page_nor_tells_where_it_was(home: Home, phone: Phone) -> None:
    answer = phone.client.get(home.at())
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "strict-origin"


# Reporting.


def test_a_report_is_hers_and_counts_once(home: Home, phone: Phone) -> None:
    typed = phone.filled(p0_celsius="36.5", p0_mood="calm", p0_wants="青菜")
    for _twice in range(2):
        assert phone.client.post(home.at("report"), typed).status_code == 302
    (check,) = _told(home)
    assert (check.channel, check.by, check.slot, check.at) == ("link", None, "morning", clock.now())
    assert band(phone.page()) == "done"
    assert not reconcile().differences


def test_an_impossible_temperature_is_asked_about_and_nothing_typed_is_lost(
    home: Home, phone: Phone
) -> None:
    page = phone.said(p0_celsius="365", p0_wants="降压药快没了")
    assert "是 36.5℃" in page
    assert "降压药快没了" in page
    assert _told(home) == []
    phone.report(p0_celsius="365", p0_meant="36.5", p0_wants="降压药快没了")
    assert [_celsius(check) for check in _told(home)] == ["36.5"]


def test_a_fever_says_what_to_do_and_raises_the_alarm(
    world: World, home: Home, phone: Phone
) -> None:
    page = phone.said(p0_celsius="38.2")
    assert band(page) == "alarm"
    assert "120" in page
    assert "30 分钟后再量一次" in page
    sheet = world.client("committee_worker").get(reverse("observation:sheet") + "?which=alarms")
    assert reverse("observation:case", args=[home.case.pk]) in sheet.content.decode()


def test_an_empty_form_asks_for_the_temperature(phone: Phone) -> None:
    answer = phone.report()
    assert answer.status_code == 422
    assert "还没有填体温" in answer.content.decode()


def test_a_household_reports_on_one_page_and_each_counts_for_herself(world: World) -> None:
    home = home_of(world, world.stairwell, people=2)
    phone = home.phone()
    page = phone.said(p0_celsius="36.4", p1_celsius="3.65")
    assert "36.4" in page
    assert "是 36.5℃" in page
    assert phone.report(p1_celsius="36.5").status_code == 302
    assert [case.checks.filter(state="done").count() for case in home.cases] == [1, 1]


def test_who_of_a_flat_is_not_on_the_link_is_neither_seen_nor_reached(world: World) -> None:
    home = home_of(world, world.stairwell, people=2)
    other = home.cases.pop()
    issued = issue_link(access=SYSTEM, case_ids=[home.case.pk], call=CALL)
    home = Home(home.cases, issued.link, issued.token, "")
    phone = home.phone()
    check = Check.objects.create(
        case=other, path=other.path, day=clock.today(), state="done", channel="link",
        at=clock.now(), recorded_at=clock.now(), reading_cipher=b"x",
    )  # fmt: skip
    assert phone.page().count('class="who"') == 2
    assert phone.client.get(home.at("mend", check.pk)).status_code == 404
    phone.report(p0_celsius="36.5", p1_celsius="36.6")
    assert other.checks.filter(state="done").exclude(pk=check.pk).count() == 0


def test_what_the_worker_heard_meanwhile_stays_and_hers_is_one_more(
    world: World, home: Home, phone: Phone
) -> None:
    typed = phone.filled(p0_celsius="36.9")
    form = {"celsius": "36.2", "day": str(clock.today()), "slot": "morning", "channel": "phone"}
    world.client("committee_worker").post(reverse("observation:check", args=[home.case.pk]), form)
    assert phone.client.post(home.at("report"), typed).status_code == 302
    assert sorted((c.slot, _celsius(c)) for c in _told(home)) == [("", "36.9"), ("morning", "36.2")]


@pytest.mark.parametrize(("waited", "minutes"), [("1800", 30), ("", 0), ("999999", 0), ("-5", 0)])
def test_what_waited_for_a_network_was_measured_that_much_before(
    home: Home, phone: Phone, waited: str, minutes: int
) -> None:
    phone.report(p0_celsius="36.5", p0_waited=waited)
    (check,) = _told(home)
    assert check.at == clock.now() - timedelta(minutes=minutes)
    assert check.recorded_at == clock.now()


def test_times_are_the_servers_unless_she_says_when(home: Home, phone: Phone) -> None:
    phone.report(p0_celsius="36.5", p0_at="07:15")
    (check,) = _told(home)
    assert check.at == at(0, 7, 15)
    assert "这个时间还没到" in phone.said(p0_celsius="36.6", p0_at="23:59")


def test_a_page_left_open_over_midnight_reports_for_today(home: Home, phone: Phone) -> None:
    typed = phone.filled(p0_celsius="36.5")
    with clock.frozen(at(1, 8)):
        phone.client.post(home.at("report"), typed)
        (check,) = _told(home)
        assert (check.day, check.slot) == (clock.today(), "")


def test_she_corrects_what_she_typed_today_and_the_history_keeps_both(
    home: Home, phone: Phone
) -> None:
    phone.report(p0_celsius="36.9")
    (check,) = _told(home)
    address = home.at("mend", check.pk)
    assert 'value="36.9"' in phone.client.get(address).content.decode()
    assert phone.client.post(address, {"p0-celsius": "36.3"}).status_code == 302
    assert [_celsius(c) for c in _told(home)] == ["36.3"]
    kept = CheckEvent.objects.filter(id=check.pk, state="done").order_by("pgh_id")
    assert [str(opened(event.reading_cipher).celsius) for event in kept] == ["36.9", "36.3"]
    with clock.frozen(at(1, 8)):
        assert phone.client.post(address, {"p0-celsius": "36.1"}).status_code == 422


def test_a_correction_takes_no_alarm_back(home: Home, phone: Phone) -> None:
    phone.report(p0_celsius="38.6")
    (check,) = _told(home)
    answer = phone.client.post(home.at("mend", check.pk), {"p0-celsius": "36.8"})
    assert "已经报警" in answer.content.decode()
    assert [_celsius(c) for c in _told(home)] == ["38.6"]


def test_a_correction_may_raise_one(home: Home, phone: Phone) -> None:
    phone.report(p0_celsius="36.8")
    (check,) = _told(home)
    phone.client.post(home.at("mend", check.pk), {"p0-celsius": "38.6"})
    assert _told(home)[0].alarm == "fever"
    assert not reconcile().differences


def test_day_end_number_and_readings_stand_on_the_page(home: Home, phone: Phone) -> None:
    page = phone.said(p0_celsius="36.5", p0_note="早饭前")
    for said in ("今天是第 3 天", "一共 14 天", "tel:02165432100", CALL, "36.5", "早饭前"):
        assert said in page


def test_it_speaks_english(home: Home, phone: Phone) -> None:
    answer = phone.client.get(home.at() + "?lang=en", follow=True)
    assert '<html lang="en">' in answer.content.decode()
    assert "Today is day 3" in answer.content.decode()


# The notice.


def test_the_notice_is_signed_once_with_the_words_that_were_read(home: Home, phone: Phone) -> None:
    assert home.at("notice") in phone.page()
    page = phone.client.get(home.at("notice")).content.decode()
    for name in ("王秀英", "别人"):
        assert phone.client.post(home.at("notice"), {"name": name}).status_code == 302
    made = Commitment.objects.get(case=home.case)
    assert made.signed_at == clock.now()
    assert all(line in page for line in made.notice.splitlines())
    assert "已经签过名了" in phone.client.get(home.at("notice")).content.decode()


def test_the_committee_sees_the_signature(world: World, home: Home, phone: Phone) -> None:
    drawn = "10,10 50,50 90,20;100,30 120,90"
    phone.client.post(home.at("notice"), {"name": "王秀英", "drawn": drawn})
    case = reverse("observation:case", args=[home.case.pk])
    page = world.client("committee_worker").get(case).content.decode()
    assert "告知书已签:王秀英" in page
    assert '<polyline points="10,10 50,50 90,20"/>' in page
    assert b"\xe7\x8e\x8b" not in bytes(Commitment.objects.get(case=home.case).signature_cipher)


@pytest.mark.parametrize("drawn", ["", "<script>", "1,1", "9" * 20_000])
def test_without_name_or_drawing_nothing_is_signed(home: Home, phone: Phone, drawn: str) -> None:
    answer = phone.client.post(home.at("notice"), {"name": " ", "drawn": drawn})
    assert answer.status_code == 422
    assert "请写上姓名" in answer.content.decode()
    assert not Commitment.objects.filter(case=home.case).exists()


# The end.


def test_after_the_release_it_says_so_and_no_more(home: Home, phone: Phone) -> None:
    phone.report(p0_celsius="36.5")
    with clock.frozen(at(11, 20)):
        prepare(access=SYSTEM, case_id=home.case.pk)
    with clock.frozen(at(12, 9)):
        release_due()
        home.case.refresh_from_db()
        assert home.case.state == State.RELEASED
        for one in (phone, Phone(home)):
            page = one.page()
            assert "观察已经解除" in page
            # Who is in may fetch the certificate for some days; nobody else learns a name.
            assert (home.case.person.name[0] + "*" in page) == (one is phone)
            assert "36.5" not in page
            assert one.client.post(home.at("report"), {}).status_code == 302
    with clock.frozen(at(12, 9) + timedelta(days=15)):
        assert home.case.person.name[0] + "*" not in phone.page()


def test_while_it_is_suspended_nothing_is_asked(home: Home, phone: Phone) -> None:
    suspend(access=SYSTEM, case_id=home.case.pk, why="住院")
    assert band(phone.page()) == "paused"
    assert phone.report(p0_celsius="36.5").status_code == 302


def test_it_still_opens_after_the_list_has_her_elsewhere(
    world: World, home: Home, phone: Phone
) -> None:
    Person.objects.filter(pk=home.case.person_id).update(path=world.elsewhere.path)
    assert phone.report(p0_celsius="36.5").status_code == 302
    assert band(phone.page()) == "done"


# On the committee's side.


def test_the_link_is_given_on_the_page_of_the_case(world: World, home: Home) -> None:
    HomeLink.objects.exclude(pk=home.link.pk).update(issued_at=at(-1, 8))
    revoke_link(access=SYSTEM, case_id=home.case.pk)
    worker = world.client("committee_worker")
    address = reverse("observation:link", args=[home.case.pk])
    assert f'value="{CALL}"' in worker.get(address).content.decode()
    sheet = worker.post(address, {"people": [str(home.case.pk)], "call": "居委会"})
    assert "请填住户能打通的电话号码" in sheet.content.decode()
    sheet = worker.post(address, {"people": [str(home.case.pk)], "call": "6543 2100"})
    assert "http://testserver/r/" in sheet.content.decode()
    assert (
        "在 0 部手机上打开过"
        in worker.get(reverse("observation:case", args=[home.case.pk])).content.decode()
    )


def test_no_link_stands_for_two_homes_or_for_a_case_that_is_over(world: World, home: Home) -> None:
    other = home_of(world, world.elsewhere)
    with pytest.raises(Hidden):
        issue_link(access=SYSTEM, case_ids=[home.case.pk, other.case.pk], call=CALL)
    end_otherwise(access=SYSTEM, case_id=home.case.pk, why="开错了")
    for none in ([], [home.case.pk]):
        with pytest.raises(Refused):
            issue_link(access=SYSTEM, case_ids=none, call=CALL)


def test_a_phone_is_remembered_by_a_digest(home: Home, phone: Phone) -> None:
    secret = phone.client.cookies["wanli_home"].value
    device = LinkDevice.objects.get(link=home.link)
    assert secret not in device.secret
    assert phone.client.cookies["wanli_home"]["path"] == home.at()
    assert phone.client.cookies["wanli_home"]["httponly"]


# On the wire.


@pytest.mark.parametrize("people", [0, 3])
def test_the_first_load_is_under_thirty_thousand_bytes(world: World, people: int) -> None:
    """Page, style and script as they are, before any compression; there is nothing else."""
    home = home_of(world, world.stairwell, people=people or 1)
    phone = home.phone() if people else Phone(home)
    page = phone.client.get(home.at()).content
    total = len(page)
    for name in ("resident/resident.css", "resident/resident.js"):
        assert name in page.decode()
        total += Path(str(finders.find(name))).stat().st_size
    assert page.decode().count("/static/") == 2
    assert total < 30_000


def test_the_check_id_of_nobody_is_not_found(home: Home, phone: Phone) -> None:
    assert phone.client.get(home.at("mend", UUID(int=7))).status_code == 404
