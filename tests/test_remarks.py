"""A neighbour says something to the notice in her stairwell, and is answered."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.forms import fields_of
from tests.world import World
from wanli.domains.audit.models import Opening
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.merge_place import merge_place
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.ledger.queries import figures
from wanli.domains.plans.rules.reading import starter
from wanli.domains.postings.measures import OF_A_REMARK
from wanli.domains.postings.models import Remark, StairwellNotice
from wanli.domains.postings.operations.settle_remark import answer_remark, set_aside, take_up
from wanli.domains.postings.remarks import owed
from wanli.domains.postings.rules.remarks import code_typed, tidy
from wanli.domains.privacy.operations.purge import purge
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7

SYSTEM = Access.system()
SAID = "下午四点楼道还没有消毒。"
ANSWER = "物业五点补做了,明天起提前。"


def forget(path: str) -> None:
    """Nobody has said anything there yet."""
    found = Remark.objects.filter(path__within=path)
    ids = list(found.values_list("pk", flat=True))
    found.delete()
    settle(measures=OF_A_REMARK, sources=ids)


@pytest.fixture
def notice(world: World) -> StairwellNotice:
    forget(world.stairwell.path)
    return world.notice(world.stairwell)


def say(notice: StairwellNotice, client: Client | None = None, **said: Any) -> Any:
    """What the form gives, filled in and sent."""
    client = client or Client()
    url = reverse("notice:say", args=[notice.code])
    values = fields_of(client.get(url).content.decode())
    return client.post(url, values | {"said": SAID} | said, follow=True)


def read(answer: Any) -> str:
    return str(answer.content.decode())


def count(world: World, measure: str) -> int:
    label = world.stairwell.label
    return figures(labels=[label], measures=[measure])[0].stock


def test_from_the_notice_to_the_answer_and_back(world: World, notice: StairwellNotice) -> None:
    client = Client()
    page = client.get(reverse("notice:page", args=[notice.code])).content.decode()
    assert reverse("notice:say", args=[notice.code]) in page
    sent = read(say(notice, client))
    remark = Remark.objects.get(path=world.stairwell.path)
    assert f"{remark.secret[:4]} {remark.secret[4:]}" in sent
    assert count(world, "remarks_open") == 1
    worker = world.client("committee_worker")
    assert reverse("postings:remarks") in read(worker.get("/"))
    listed = read(worker.get(reverse("postings:remarks")))
    assert SAID in listed
    done = worker.post(reverse("postings:answer", args=[remark.pk]), {"answer": ANSWER})
    assert done.status_code == 302
    asked = {"secret": f" {remark.secret[:4].upper()}-{remark.secret[4:]} "}
    told = read(Client().post(reverse("notice:ask", args=[notice.code]), asked, follow=True))
    assert ANSWER in told
    assert "陆晓燕" not in told
    assert (count(world, "remarks_open"), count(world, "remarks_answered")) == (0, 1)
    page = read(client.get(reverse("notice:page", args=[notice.code])))
    assert SAID not in page
    assert ANSWER not in page
    assert "收到 1 条意见,答复了 1 条" in page
    assert reconcile().differences == []


def test_sent_twice_it_is_said_once(notice: StairwellNotice) -> None:
    entry = str(uuid7())
    first, second = (say(notice, entry=entry) for _ in range(2))
    assert first.redirect_chain == second.redirect_chain
    assert Remark.objects.filter(pk=entry).count() == 1
    assert reconcile().differences == []


def test_an_id_of_another_stairwell_gives_nothing_away(
    world: World, notice: StairwellNotice
) -> None:
    other = world.remark(world.elsewhere)
    answer = say(notice, entry=str(other.pk))
    assert answer.status_code in (404, 422)
    assert other.secret not in read(answer)
    assert "楼道的灯坏了" not in read(answer)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"said": " "}, "请写下您的意见"),
        ({"said": "\u202e\u200b"}, "请写下您的意见"),
        ({"said": "长" * 501}, "写了 501 个字,最多 500 个"),
        ({"phone": "12345"}, "这个电话号码打不通"),
        ({"name": "名" * 31}, "称呼太长了"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(
    notice: StairwellNotice, said: dict[str, str], sentence: str
) -> None:
    answer = say(notice, **({"said": SAID, "name": "王阿姨"} | said))
    assert answer.status_code == 422
    assert sentence in read(answer)
    kept = fields_of(read(answer))
    for name, value in said.items():
        assert kept[name].strip() == value.strip()
    assert not Remark.objects.filter(place=notice.place).exists()


def test_hostile_text_is_text(world: World, notice: StairwellNotice) -> None:
    evil = "<script>alert(1)</script>\u202e{{ 7|add:7 }} {n} %s\x07'; DROP TABLE x; --"
    mine = read(say(notice, said=evil))
    remark = Remark.objects.get(place=notice.place)
    desk = read(world.client("committee_worker").get(reverse("postings:remark", args=[remark.pk])))
    for page in (mine, desk):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }} {n} %s&#x27;" in page
        assert "\u202e" not in page


def test_one_network_may_say_much_but_not_without_end(notice: StairwellNotice) -> None:
    answers = [say(notice, said=f"第 {n} 条意见") for n in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "您写的还在" in read(answers[-1])
    assert fields_of(read(answers[-1]))["said"].strip() == "第 30 条意见"
    # A neighbour at home, on a network of her own.
    assert say(notice, Client(REMOTE_ADDR="10.9.8.7")).status_code == 200


def test_guessing_codes_ends(world: World, notice: StairwellNotice) -> None:
    url = reverse("notice:ask", args=[notice.code])
    client = Client(REMOTE_ADDR="10.9.8.8")
    pages = [read(client.post(url, {"secret": f"abcd{n:04}"})) for n in range(61)]
    assert "没有这个查询码" in pages[0]
    assert "请等" in pages[60]


def test_a_code_opens_its_own_stairwell_only(world: World, notice: StairwellNotice) -> None:
    other = world.remark(world.elsewhere)
    answer = Client().get(reverse("notice:mine", args=[notice.code, other.secret]))
    assert answer.status_code == 404
    assert "楼道的灯坏了" not in read(answer)


def test_name_and_number_are_opened_with_a_reason_that_is_logged(world: World) -> None:
    remark = world.remark(world.stairwell)
    worker = world.client("committee_worker")
    assert "15400000018" not in read(worker.get(reverse("postings:remark", args=[remark.pk])))
    url = reverse("postings:contact", args=[remark.pk])
    refused = worker.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert "15400000018" not in read(refused)
    seen = read(worker.post(url, {"reason": "回电话"}))
    assert "15400000018" in seen
    assert "王阿姨" in seen
    assert Opening.objects.filter(subject=remark.pk, reason="回电话").count() == 1


def test_nothing_readable_lies_in_the_table(world: World) -> None:
    remark = world.remark(world.stairwell)
    answer_remark(access=SYSTEM, remark_id=remark.pk, answer=ANSWER)
    for table in ("postings_remark", "postings_remarkevent"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {table}::text FROM {table}")
            text = "".join(row for (row,) in cursor.fetchall())
        for said in ("楼道的灯", "王阿姨", "15400000018", ANSWER):
            assert said not in text
            assert said.encode().hex() not in text


def test_set_aside_says_why_and_can_be_taken_up(world: World, notice: StairwellNotice) -> None:
    say(notice, said="你们都是饭桶")
    remark = Remark.objects.get(place=notice.place)
    worker = world.client("committee_worker")
    url = reverse("postings:aside", args=[remark.pk])
    assert worker.post(url, {"why": ""}).status_code == 422
    worker.post(url, {"why": "只有骂人的话"})
    mine = read(Client().get(reverse("notice:mine", args=[notice.code, remark.secret])))
    assert "只有骂人的话" in mine
    assert (count(world, "remarks_open"), count(world, "remarks_aside")) == (0, 1)
    worker.post(reverse("postings:again", args=[remark.pk]))
    assert (count(world, "remarks_open"), count(world, "remarks_aside")) == (1, 0)
    assert reconcile().differences == []


def test_the_same_deed_twice_books_once(world: World) -> None:
    remark = world.remark(world.stairwell)
    for _ in range(2):
        answer_remark(access=SYSTEM, remark_id=remark.pk, answer=ANSWER)
    history = Remark.pgh_event_model.objects.filter(pgh_obj_id=remark.pk)  # type: ignore[attr-defined]
    assert history.count() == 2
    for _ in range(2):
        set_aside(access=SYSTEM, remark_id=remark.pk, why="重复")
        take_up(access=SYSTEM, remark_id=remark.pk)
    assert reconcile().differences == []


def test_what_waits_too_long_stands_first(world: World) -> None:
    forget(world.stairwell.path)
    days = starter().notice.answer_days
    with clock.frozen(clock.now() - timedelta(days=days + 1)):
        world.remark(world.stairwell)
    world.remark(world.stairwell)
    found = owed([world.stairwell.path])
    assert (found.count, found.late) == (2, 1)
    assert "过了期限" in read(world.client("committee_worker").get(reverse("postings:remarks")))


def test_remarks_go_along_when_a_stairwell_is_merged(world: World) -> None:
    remark, into = world.remark(world.stairwell), world.elsewhere
    code = world.notice(world.stairwell).code
    merge_place(access=SYSTEM, label=world.stairwell.label, into=into.label, reason="同一个楼道")
    remark.refresh_from_db()
    assert (remark.place_id, remark.path) == (into.pk, into.path)
    mine = read(Client().get(reverse("notice:mine", args=[code, remark.secret])))
    assert "楼道的灯坏了三天" in mine
    assert reconcile().differences == []


@pytest.mark.parametrize("over", [True, False], ids=["past", "not yet"])
def test_an_answered_one_is_deleted_when_its_term_is_over(world: World, over: bool) -> None:
    days = next(one.days for one in starter().retention if one.key == "remarks")
    remark, waiting = world.remark(world.stairwell), world.remark(world.stairwell)
    with clock.frozen(clock.now() - timedelta(days=days + over)):
        answer_remark(access=SYSTEM, remark_id=remark.pk, answer=ANSWER)
    purge(access=SYSTEM)
    kept = Remark.objects.filter(pk=remark.pk).exists()
    assert kept is not over
    history = Remark.pgh_event_model.objects.filter(pgh_obj_id=remark.pk)  # type: ignore[attr-defined]
    assert history.exists() is not over
    assert Remark.objects.filter(pk=waiting.pk).exists()
    assert reconcile().differences == []


def test_in_english_all_the_way(notice: StairwellNotice) -> None:
    client = Client()
    url = reverse("notice:say", args=[notice.code]) + "?lang=en"
    values = fields_of(client.get(url).content.decode()) | {"said": "The lift smells."}
    page = read(client.post(url, values, follow=True))
    assert '<html lang="en">' in page
    assert not re.search(
        "[\u4e00-\u9fff]",
        re.sub(r'<a [^>]*lang="zh-hans".*?</a>|<b class="seal".*?</b>', "", page).replace(
            notice_address(page), ""
        ),
    )


def notice_address(page: str) -> str:
    """The address stands in Chinese in every language."""
    found = re.search(r'<p class="muted">([^<]*?) · ', page)
    return found[1].strip() if found else ""


def test_what_is_typed_by_hand_is_understood() -> None:
    assert code_typed(" ABCD-ef23 ") == "abcdef23"
    assert code_typed("ａｂｃｄ ef23") == "abcdef23"
    assert tidy("一\r\n\r\n\r\n\r\n二\u200b\x00 ") == "一\n\n二"
