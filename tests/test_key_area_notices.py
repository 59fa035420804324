"""Notices of key areas: read, previewed, adopted by a second person; everybody judged again."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.urls import reverse

from tests.arrivals import document, registered, verified
from tests.key_areas import listed, street_of, without_list
from tests.world import World
from wanli.domains.accounts.access import access_of
from wanli.domains.arrivals.models import AreaNotice, KeyArea, Returnee, Verdict
from wanli.domains.arrivals.moves import foresee, waiting
from wanli.domains.arrivals.operations.judge import observe, overrule
from wanli.domains.jobs.models import Job
from wanli.domains.jobs.operations.perform import perform
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.observation.models import Case, TermChange
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.reading import read, write
from wanli.kernel import clock
from wanli.kernel.access import Access

DRAFTER, HEAD = "residential_head", "leading_group_head"
WUCHANG = ("湖北省", "武汉市", "武昌区")


@pytest.fixture
def door(world: World, everything: None) -> Place:
    without_list()
    return world.home(world.stairwell)


def book(*rows: tuple[Any, ...]) -> BytesIO:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["全国疫情中高风险地区"])
    sheet.append(["序号", "省份", "市", "县(市、区)", "风险等级"])
    for number, row in enumerate(rows, 1):
        sheet.append([number, *row])
    stream = BytesIO()
    workbook.save(stream)
    stream.seek(0)
    stream.name = "通告.xlsx"
    return stream


def handed_in(world: World, *rows: tuple[Any, ...], **said: Any) -> Any:
    street = street_of(world.stairwell)
    form = {
        "title": "2020 年第 3 号", "day": str(clock.today() - timedelta(days=10)),
        "level": "medium", "label": street.label, "file": book(*rows),
    } | said  # fmt: skip
    return world.client(DRAFTER).post(reverse("sorting:notices"), form)


def _post(world: World, key: str, view: str, notice: AreaNotice, **said: Any) -> Any:
    return world.client(key).post(reverse(f"sorting:{view}", args=[notice.pk]), said)


def _adopted(world: World, *rows: tuple[Any, ...], **said: Any) -> AreaNotice:
    handed_in(world, *rows, **said)
    notice = AreaNotice.objects.latest("at")
    assert _post(world, DRAFTER, "propose", notice).status_code == 302
    assert _post(world, HEAD, "adopt", notice).status_code == 302
    notice.refresh_from_db()
    return notice


def test_a_notice_goes_from_the_file_to_the_list_and_everybody_is_judged_again(
    world: World, door: Place
) -> None:
    arrival = registered(door).arrival
    person = verified(arrival, door)
    assert Verdict.objects.get(arrival=arrival, over_at=None).cls == "elsewhere"
    answer = handed_in(world, (*WUCHANG, "高风险"))
    notice = AreaNotice.objects.get()
    assert answer.url == reverse("sorting:notice", args=[notice.pk])
    assert not KeyArea.objects.exists()
    page = world.client(DRAFTER).get(answer.url).content.decode()
    assert "湖北省武汉市武昌区" in page
    assert "1 人从“外省市返回”改为“重点地区返回”" in page
    assert "1 人要开始观察" in page
    assert _post(world, DRAFTER, "propose", notice).status_code == 302
    assert _post(world, HEAD, "adopt", notice).status_code == 302
    assert KeyArea.objects.get().level == "high"
    perform(job_id=Job.objects.get(kind="arrivals.rejudge").pk)
    verdict = Verdict.objects.get(arrival=arrival, over_at=None)
    assert verdict.cls == "key_area"
    case = Case.objects.get(person=person)
    assert (verdict.case, case.term) == (case.pk, "arrival_14")
    assert waiting(street_of(door).path).changed == []
    assert reconcile().differences == []


def test_who_proposed_it_may_not_adopt_it(world: World, door: Place) -> None:
    handed_in(world, (*WUCHANG, "高风险"))
    notice = AreaNotice.objects.get()
    assert _post(world, HEAD, "adopt", notice).status_code == 422
    assert _post(world, HEAD, "propose", notice).status_code == 302
    answer = _post(world, HEAD, "adopt", notice)
    assert answer.status_code == 422
    assert "请由另一位有权通过的人来通过" in answer.content.decode()
    assert _post(world, DRAFTER, "adopt", notice).status_code == 404
    waits = reverse("sorting:notice", args=[notice.pk])
    assert waits in world.client("subdistrict_leader").get("/").content.decode()
    assert waits not in world.client(HEAD).get("/").content.decode()
    assert not KeyArea.objects.exists()
    assert _post(world, DRAFTER, "drop", notice).status_code == 302
    assert _post(world, "subdistrict_leader", "adopt", notice).status_code == 422


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "认不出“蓝色”是什么等级"), ("en", "“蓝色” is not a level")],
)
def test_lines_that_cannot_be_read_are_named_and_not_proposed(
    world: World, door: Place, language: str, said: str
) -> None:
    handed_in(world, (*WUCHANG, "高风险"), ("河南省", "信阳市", "浉河区", "蓝色"))
    notice = AreaNotice.objects.get()
    page = world.client(DRAFTER).get(
        reverse("sorting:notice", args=[notice.pk]), headers={"accept-language": language}
    )
    assert said in page.content.decode()
    answer = _post(world, DRAFTER, "propose", notice)
    assert answer.status_code == 422
    assert "还有 1 行读不出来" in answer.content.decode()


def test_a_column_taken_for_the_wrong_thing_is_put_right(world: World, door: Place) -> None:
    handed_in(world, (*WUCHANG, "高风险"))
    notice = AreaNotice.objects.get()
    said = {"title": notice.title, "day": str(notice.day), "level": "low", "0-4": "-"}
    assert _post(world, DRAFTER, "change", notice, **said).status_code == 302
    notice.refresh_from_db()
    assert notice.lines[0]["level"] == "low"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "请写通告的名称或文号"),
        ({"day": "昨天"}, "2020-02-14"),
        ({"day": "1999-01-01"}, "要在一年以内"),
        ({"level": "extreme"}, "请选一个等级"),
        ({"label": "nowhere"}, "请选一个街道"),
    ],
)
def test_bad_terms_are_refused_at_their_field_and_kept(
    world: World, door: Place, wrong: dict[str, str], said: str
) -> None:
    answer = handed_in(world, (*WUCHANG, "高风险"), **{"title": "文号九"} | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "title" in wrong or "文号九" in page


def test_a_file_that_is_no_list_is_refused(world: World, door: Place) -> None:
    stream = BytesIO("菜名,价格\n红烧肉,30\n".encode())
    stream.name = "菜单.csv"
    answer = handed_in(world, file=stream)
    assert answer.status_code == 422
    assert "找不到表头" in answer.content.decode()


def test_a_whole_list_ends_what_it_does_not_name_and_keeps_the_past(
    world: World, door: Place
) -> None:
    today = clock.today()
    listed(door, "411502", "high", today - timedelta(days=30))
    _adopted(world, (*WUCHANG, "高风险"), whole="on", day=str(today - timedelta(days=3)))
    ended = KeyArea.objects.get(code="411502")
    assert (ended.since, ended.until) == (today - timedelta(days=30), today - timedelta(days=3))
    client = world.client("stairwell_leader")
    shown = client.get(reverse("sorting:areas")).content.decode()
    assert "武昌区" in shown
    assert "浉河区" not in shown
    before = client.get(reverse("sorting:areas"), {"day": str(today - timedelta(days=5))})
    assert "浉河区" in before.content.decode()
    assert "武昌区" not in before.content.decode()
    found = client.get(reverse("sorting:areas"), {"q": "420106"}).content.decode()
    assert "武昌区" in found
    file = client.get(reverse("sorting:areas"), {"file": "csv"})
    assert "湖北省武汉市武昌区" in file.content.decode("utf-8-sig")
    assert client.get(reverse("sorting:areas"), {"day": "昨天"}).status_code == 422


def test_rejudging_lengthens_and_ends_nothing_by_itself(world: World, door: Place) -> None:
    today = clock.today()
    area = listed(door, "420106", "high", today - timedelta(days=30))
    arrival = registered(door).arrival
    person = verified(arrival, door)
    with transaction.atomic():
        (case,) = observe(Access.system(), arrival)
    _adopted(world, (*WUCHANG, "低风险"), day=str(area.since))
    assert KeyArea.objects.get().level == "low"
    notice = _adopted(world, ("浙江省", "杭州市", "西湖区", "高"), whole="on", day=str(area.since))
    counted = waiting(street_of(door).path)
    assert (counted.begin, counted.longer, counted.end) == (0, 0, 1)
    perform(job_id=Job.objects.filter(kind="arrivals.rejudge").latest("created_at").pk)
    case.refresh_from_db()
    assert case.state == "open"
    assert Verdict.objects.get(arrival=arrival, over_at=None).cls == "elsewhere"
    assert not TermChange.objects.filter(case=case, kind="rule").exists()
    assert notice.state == "adopted"
    assert Case.objects.filter(person=person).count() == 1


def test_what_somebody_overruled_stays_when_rules_change(world: World, door: Place) -> None:
    arrival = registered(door).arrival
    who = Returnee.objects.get(arrival=arrival)
    secretary = access_of(world.users["committee_secretary"].pk)
    overrule(access=secretary, returnee_id=who.pk, cls="stayed", why="其实没有出过上海")
    _adopted(world, (*WUCHANG, "高风险"))
    perform(job_id=Job.objects.get(kind="arrivals.rejudge").pk)
    assert Verdict.objects.get(arrival=arrival, over_at=None).cls == "stayed"
    assert waiting(street_of(door).path).by_hand == 1


def test_a_changed_table_says_who_would_move(world: World, door: Place) -> None:
    registered(door)
    registered(door, **{"p1-name": "王海", "p1-document": document(), "p1-phone": "15400000077"})
    path = street_of(door).path
    before = plan_in_force(path).plan
    data = write(before)
    data["sorting"]["rows"][4]["cls"] = "key_area"
    moved = sum(
        int(one.params["n"])  # type: ignore[call-overload]
        for one in foresee(path, before, read(data))
        if one.params.get("will") == "重点地区返回"
    )
    assert moved == Verdict.objects.filter(cls="elsewhere", over_at=None).count() >= 2


def test_the_page_of_one_person_explains_and_takes_another_class(world: World, door: Place) -> None:
    listed(door, "420106", "high", date(2020, 1, 1))
    arrival = registered(door).arrival
    who = Returnee.objects.get(arrival=arrival)
    url = reverse("sorting:person", args=[who.pk])
    page = world.client("stairwell_leader").get(url).content.decode()
    assert "住过湖北武汉武昌(当时高风险)" in page
    assert "周小芳" not in page
    assert "改为哪一类" not in page
    client = world.client("committee_secretary")
    answer = client.post(url, {"cls": "elsewhere", "why": ""})
    assert answer.status_code == 422
    assert "请写明为什么改" in answer.content.decode()
    assert client.post(url, {"cls": "elsewhere", "why": "票上写错了"}).status_code == 302
    assert "票上写错了" in client.get(url).content.decode()
    shown = client.get(reverse("sorting:classes"), {"class": "elsewhere"}).content.decode()
    assert url in shown


def test_the_page_of_those_who_would_move_starts_one_job(world: World, door: Place) -> None:
    registered(door)
    listed(door, "420106", "high", date(2020, 1, 1))
    client, url = world.client(HEAD), reverse("sorting:again")
    assert "重点地区返回" in client.get(url).content.decode()
    first, second = client.post(url), client.post(url)
    assert first.url == second.url
    assert world.client(DRAFTER).get(url).status_code == 404
