"""A column with a drop-down list is answered in the words that it allows, and in no others."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from tests.check_lists import SYSTEM, people, taken_in
from tests.test_check_list_calls import asked, line, only_match
from tests.world import World
from wanli.domains.checklists.models import CheckList
from wanli.domains.checklists.operations.match import start_list
from wanli.domains.checklists.operations.take_in import is_known, say_columns
from wanli.domains.checklists.operations.tell import tell
from wanli.kernel.errors import Refused
from wanli.reading.asked import among, words_among
from wanli.reading.dropdowns import dropdowns

HEAD = ["姓名", "身份证号", "是否在管", "核酸结果", "备注"]
MANAGED = "已纳管,未纳管,查无此人"


def workbook(row: list[str], managed: str = f'"{MANAGED}"') -> bytes:
    """A list whose third column has its words written out, its fourth those of a hidden sheet."""
    book = Workbook()
    page, hidden = book.active, book.create_sheet("选项")
    assert page is not None
    page.title, hidden.sheet_state = "名单", "hidden"
    for one in (["协查名单"], HEAD, row):
        page.append(one)
    for word in ("阴性(-)", "阳性(+)", "未做"):
        hidden.append([word])
    for formula, area in ((managed, "C3:C90"), ("选项!$A$1:$A$3", "D3:D90")):
        rule = DataValidation(type="list", formula1=formula)
        rule.add(area)
        page.add_data_validation(rule)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def begun(world: World, content: bytes) -> CheckList:
    found = taken_in(world, content)
    say_columns(access=SYSTEM, list_id=found.pk, columns=[])
    start_list(access=SYSTEM, list_id=found.pk)
    found.refresh_from_db()
    return found


def test_lists_written_out_and_cells_of_a_hidden_sheet_are_read() -> None:
    found = dropdowns(workbook([]))["名单"]
    assert found == {2: tuple(MANAGED.split(",")), 3: ("阴性(-)", "阳性(+)", "未做")}
    assert dropdowns(workbook([], "INDIRECT(A1)"))["名单"].keys() == {3}
    assert dropdowns("姓名,是否在管\n".encode()) == {}


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ("是,否", ("是", "否", "否")),
        ("在本辖区,不在本辖区,已离沪,查无此人", ("在本辖区", "不在本辖区", "查无此人")),
        ("已联系上,未联系上", ("已联系上", "未联系上", "未联系上")),
        ("甲类,乙类", None),
        ("居家,集中,未管", None),
    ],
)
def test_yes_no_and_nobody_are_told_by_what_they_mean(
    choices: str, said: tuple[str, str, str] | None
) -> None:
    found = words_among(choices.split(","))
    assert (found and (found.yes, found.no, found.none)) == said


def test_what_means_the_same_is_chosen_and_what_may_mean_two_is_not() -> None:
    choices = ("阴性(-)", "阳性(+)", "未做")
    assert among("阴性", choices) == "阴性(-)"
    assert among("性", choices) == ""
    assert among("弱阳", choices) == ""


def test_the_cells_hold_words_of_the_list_alone(world: World) -> None:
    (one,) = people(world, 1)
    found = begun(world, workbook(asked(one)))
    match = only_match(found)
    page = world.client("committee_worker").get(reverse("checklists:call", args=[match.pk]))
    assert "<option>阴性(-)</option>" in page.content.decode()
    with pytest.raises(Refused) as refused:
        tell(access=SYSTEM, match_id=match.pk, told={"test": "阴性"})
    assert refused.value.field == "test"
    tell(access=SYSTEM, match_id=match.pk, told={"test": "阴性(-)"})
    assert line(found)[2:4] == ["未纳管", "阴性(-)"]
    again = begun(world, workbook(asked(one)))
    assert line(again)[2:4] == ["未纳管", "阴性(-)"], "known, and in the words of the list"


def test_where_the_meaning_is_not_clear_somebody_says_it_once(world: World) -> None:
    (one,) = people(world, 1)
    content = workbook(asked(one), '"居家,集中,未管"')
    found = taken_in(world, content)
    assert not is_known(found)
    client = world.client("committee_worker")
    url = reverse("checklists:columns", args=[found.pk])
    answer = client.post(url, {})
    assert answer.status_code == 422
    assert "只能从下拉列表里选" in answer.content.decode()
    client.post(url, {"0-2-yes": "居家", "0-2-no": "未管", "0-2-none": "未管"})
    assert line(found)[2] == "未管"
    assert is_known(taken_in(world, content)), "remembered for the next one"
