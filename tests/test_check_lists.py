"""Lists from above: matched, filled with what is known, handed back as they came."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from tests.check_lists import (
    HEAD,
    SYSTEM,
    area,
    document,
    matched,
    people,
    phone,
    row,
    taken_in,
    workbook,
)
from tests.world import World
from wanli.domains.checklists.models import CheckList, Match, Row
from wanli.domains.checklists.operations.hand_back import take_file
from wanli.domains.ledger.operations.reconcile import reconcile
from wanli.domains.people.models import Person
from wanli.kernel import clock

STRANGER = [9, "覃查无", "11010519491231002X", "15400000009", "", "", "", ""]


def answered(found: CheckList) -> Any:
    content, _ending = take_file(access=SYSTEM, list_id=found.pk)
    return load_workbook(BytesIO(content))


def cells(found: CheckList, line: int) -> list[Any]:
    return [cell.value for cell in answered(found).worksheets[0][line]]


def only(found: CheckList) -> Row:
    return Row.objects.get(list=found)


def test_who_is_known_is_filled_and_a_stranger_is_nobody(world: World) -> None:
    case = world.case(world.stairwell)
    observed = Person.objects.get(pk=case.person_id)
    found = matched(world, [row(observed, arrived="2020-02-01"), STRANGER])
    assert found.state == "open"
    line = cells(found, 3)
    assert line[5] == "是"
    assert line[7] == f"居家观察中,到 {case.last_day.isoformat()}"
    stranger = cells(found, 4)
    assert (stranger[5], stranger[6], stranger[7]) == (None, None, "查无此人")
    assert reconcile().differences == []


def test_the_workbook_is_the_senders_own(world: World) -> None:
    one, other = people(world, 2)
    before = load_workbook(BytesIO(workbook([row(one), row(other, managed="已填")])))
    found = matched(world, [row(one), row(other, managed="已填")])
    book = answered(found)
    assert book.sheetnames == before.sheetnames
    page, was = book.worksheets[0], before.worksheets[0]
    assert page["A1"].value == was["A1"].value
    assert [c.value for c in page[2]] == HEAD
    assert page["F2"].fill.fgColor.rgb == was["F2"].fill.fgColor.rgb
    assert page["F3"].value == "否"
    assert page["F4"].value == "已填", "what the sender wrote stays"
    assert page["B3"].value == one.name
    assert book.worksheets[1]["B1"].value == "=1+1"


def test_a_list_of_the_same_sender_needs_no_look_at_its_columns(world: World) -> None:
    one, other = people(world, 2)
    matched(world, [row(one)])
    client = world.client("committee_worker")
    url = reverse("checklists:lists")
    page = client.get(url)
    initial = page.context["form"].initial
    assert initial["sender"] == "派出所"
    file = SimpleUploadedFile("下周.xlsx", workbook([row(one), row(other)]))
    answer = client.post(url, {**initial, "file": file})
    found = CheckList.objects.latest("created_at")
    assert answer["Location"] == reverse("checklists:list", args=[found.pk])
    assert (found.state, found.total) == ("open", 2)


def test_the_words_of_a_sender_are_kept_for_the_next_time(world: World) -> None:
    (one,) = people(world, 1)
    client = world.client("committee_worker")
    first = taken_in(world, workbook([row(one), STRANGER]))
    form = {"0-5-field": "ask:managed", "0-5-yes": "在管", "0-5-no": "未管", "0-6-field": "-",
            "0-7-field": "-"}  # fmt: skip
    url = reverse("checklists:columns", args=[first.pk])
    assert client.post(url, form).status_code == 302
    assert cells(first, 3)[5] == "未管"
    assert cells(first, 4)[5:8] == ["查无此人", None, None]
    again = matched(world, [row(one)])
    assert cells(again, 3)[5] == "未管"
    other = matched(world, [row(one)], sender="交通委")
    assert cells(other, 3)[5] == "否"


def test_a_list_without_a_column_for_the_answer_gets_one(world: World) -> None:
    (one,) = people(world, 1)
    head = ["姓名", "手机号码", "身份证号"]
    found = matched(
        world, [[one.name, "", document(one)], ["覃查无", "15400000009", ""]], head=head
    )
    book = answered(found).worksheets[0]
    assert book["D2"].value == "核查结果"
    assert book["D3"].value == "在本辖区"
    assert book["D4"].value == "查无此人"


def test_numbers_alone_are_a_list_too(world: World) -> None:
    one = next(p for p in people(world, 40) if phone(p))
    found = matched(world, [["15400000009", ""], [phone(one), ""]], head=["手机号", "是否在本社区"])
    assert cells(found, 3)[1] == "查无此人"
    assert Row.objects.get(list=found, row=3).found in ("likely", "several")


@pytest.mark.parametrize(
    ("said", "found", "why"),
    [
        ({}, "certain", "document"),
        ({"name": "覃查无"}, "likely", "other_name"),
        ({"id": "11010519491231002X"}, "none", ""),
        ({"id": "310105194912310021"}, "likely", "name"),
    ],
)
def test_how_sure_it_is(world: World, said: dict[str, str], found: str, why: str) -> None:
    (one,) = people(world, 1)
    sought = only(matched(world, [row(one, **said)]))
    assert (sought.found, sought.why) == (found, why)


def test_nothing_readable_lies_in_the_tables(world: World) -> None:
    from django.db import connection

    (one,) = people(world, 1)
    found = matched(world, [row(one, arrived="2020-02-01"), STRANGER])
    with connection.cursor() as cursor:
        text = ""
        for table in ("checklist", "row", "match", "matchevent", "knowncolumns"):
            cursor.execute(f"SELECT t::text FROM checklists_{table} t")
            text += "".join(line for (line,) in cursor.fetchall())
    assert document(one) not in text
    assert one.name not in text
    assert "覃查无" not in text
    answer = world.client("committee_worker").get(reverse("checklists:file", args=[found.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="list-{clock.today():%m%d}.xlsx"'


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", "无,表头\n1,2\n".encode()])
def test_what_is_no_list_is_said_and_nothing_typed_is_lost(world: World, content: bytes) -> None:
    file = SimpleUploadedFile("a.xlsx", content)
    form = {"file": file, "other": "交通委", "label": area(world).label, "about": "外省车",
        "due_at": "2999-01-01T20:00"}  # fmt: skip
    answer = world.client("committee_worker").post(reverse("checklists:lists"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="error' in page
    assert "外省车" in page


def test_a_committee_sees_its_own_lists_only(world: World) -> None:
    found = matched(world, [row(one) for one in people(world, 1)])
    for view in ("list", "file"):
        url = reverse(f"checklists:{view}", args=[found.pk])
        assert world.client("committee_worker").get(url).status_code == 200
        assert world.client("other_worker").get(url).status_code == 404


def test_matched_twice_it_is_matched_once(world: World) -> None:
    from wanli.domains.checklists.operations.match import start_list

    found = matched(world, [row(one) for one in people(world, 2)])
    start_list(access=SYSTEM, list_id=found.pk)
    assert Row.objects.filter(list=found).count() == 2
    assert Match.objects.filter(row__list=found).count() == 2
