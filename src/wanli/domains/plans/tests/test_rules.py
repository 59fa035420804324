"""What a plan may hold, without a database."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from wanli.domains.plans.rules.faults import Unfit
from wanli.domains.plans.rules.reading import read, starter, write


def _changed(*where: int | str, to: object) -> dict[str, Any]:
    data = write(starter())
    at: Any = data
    for step in where[:-1]:
        at = at[step]
    at[where[-1]] = to
    return data


def test_the_plan_that_comes_along_is_whole_and_survives_storage() -> None:
    assert read(write(starter())) == starter()


def test_a_plan_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        starter().watch.fever_celsius = 38  # type: ignore[assignment]


WRONG = [
    (("watch", "fever_celsius"), "", "请写一个数"),
    (("watch", "fever_celsius"), "37.33", "小数最多"),
    (("watch", "fever_celsius"), "NaN", "请写一个数"),
    (("watch", "fever_celsius"), "50", "太大了"),
    (("watch", "checks", 0, "by"), "25:00", "09:00"),
    (("watch", "checks"), [], "至少要有"),
    (("terms", 0, "stages", 0, "days"), "两周", "整数"),
    (("terms", 0, "stages", 0, "days"), "9" * 5000, "整数"),
    (("terms", 0, "basis", "zh"), "  ", "请填写"),
    (("terms", 0, "basis", "zh"), "依据\x00", "看不见的字符"),
    (("terms", 0, "counts_from"), "birth", "列出的里面"),
    (("classes", 0, "term"), "nowhere", "不在预案里"),
    (("classes", 0, "colour"), "blue", "不在预案里"),
    (("classes", 3, "name", "zh"), "未离开本市", "换个名称"),
    (("doors", "results", 0, "name", "zh"), "长" * 25, "24 个字"),
    (("passes", "colours", 0, "colour"), "red", "写法不对"),
    (("retention", 0, "days"), "0", "太小了"),
    (("masks", "more"), "1", "填得不对"),
]


@pytest.mark.parametrize(("where", "value", "said"), WRONG)
def test_what_is_wrong_is_said_where_it_is(
    where: tuple[int | str, ...], value: object, said: str
) -> None:
    with pytest.raises(Unfit) as unfit:
        read(_changed(*where, to=value))
    faults = {f.where: f.message.format(**dict(f.params)) for f in unfit.value.faults}
    at = next((fault for fault in faults if fault == where), None)
    assert at is not None, faults
    assert said in faults[at]


def test_every_fault_is_said_at_once() -> None:
    data = _changed("masks", "per_household", to="many")
    data["watch"]["fever_celsius"] = "hot"
    with pytest.raises(Unfit) as unfit:
        read(data)
    assert len(unfit.value.faults) == 2


def test_some_result_must_settle_a_door() -> None:
    data = write(starter())
    for result in data["doors"]["results"]:
        result["settles"] = False
    with pytest.raises(Unfit, match="排摸不完"):
        read(data)


def test_an_empty_number_of_days_says_nothing() -> None:
    plan = read(_changed("doors", "results", 2, "again_after_days", to=""))
    assert plan.doors.results[2].again_after_days is None


def test_choices_are_written_one_a_line() -> None:
    where = ("question_sets", 0, "questions", 0, "choices")
    plan = read(_changed(*where, to="没有 | No\n\n有｜Yes\n不清楚"))
    offered = plan.question_sets[0].questions[0].choices
    assert [(one.zh, one.said("en")) for one in offered] == [
        ("没有", "No"), ("有", "Yes"), ("不清楚", "不清楚"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("choices", "said"), [("没有", "两个选项"), ("有\n有", "两个选项"), ("有\n有\n无", "一样")]
)
def test_a_choice_offers_different_things(choices: str, said: str) -> None:
    with pytest.raises(Unfit, match=said):
        read(_changed("question_sets", 0, "questions", 0, "choices", to=choices))


def test_a_term_is_as_long_as_its_stages() -> None:
    assert {term.name.zh: term.days for term in starter().terms} == {
        "居家 14 天": 14, "7+3": 10, "5+3": 8, "到达后居家 14 天": 14,
    }  # fmt: skip
