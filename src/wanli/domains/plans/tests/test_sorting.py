"""The table of classes, without a database: what it decides, and which tables are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanli.domains.plans.rules import table
from wanli.domains.plans.rules.facts import VALUES, Facts, fits, used_by
from wanli.domains.plans.rules.faults import Unfit
from wanli.domains.plans.rules.reading import read, starter, write
from wanli.domains.plans.rules.sorting import FAR, Row, Sorting
from wanli.domains.plans.rules.wording import Voice

CHINESE = Voice(str, "zh-hans")


def _decided(**facts: Any) -> str:
    (row,) = table.judged(starter().sorting, [Facts(**facts)])
    assert row is not None
    return row.cls


@pytest.mark.parametrize(
    ("facts", "cls"),
    [
        ({"origin": "city"}, "stayed"),
        ({"origin": "elsewhere"}, "elsewhere"),
        ({"origin": "abroad"}, "abroad"),
        ({"stayed": "low", "left_days": 14}, "key_area"),
        ({"passed": "high", "left_days": 0, "origin": "city"}, "key_area"),
        ({"stayed": "high", "left_days": 3, "contact": "secondary"}, "contact"),
    ],
)
def test_the_table_that_comes_along_sorts(facts: dict[str, Any], cls: str) -> None:
    assert _decided(**facts) == cls


def test_many_are_judged_in_their_order() -> None:
    people = [Facts(), Facts(contact="close"), Facts(), Facts(origin="city")]
    found = [row.key for row in table.judged(starter().sorting, people) if row]
    assert found == ["elsewhere", "contact", "elsewhere", "city"]


def _faults(change: Callable[[dict[str, Any]], None]) -> dict[tuple[int | str, ...], str]:
    data = write(starter())
    change(data["sorting"])
    with pytest.raises(Unfit) as unfit:
        read(data)
    return {fault.where: CHINESE.fault(fault) for fault in unfit.value.faults}


def test_facts_that_no_row_covers_are_refused_in_words() -> None:
    faults = _faults(lambda said: said["rows"].pop())
    assert "从哪里来:没有离开本市" in faults[("sorting", "rows")]


def test_two_rows_that_must_agree_and_do_not_are_both_named() -> None:
    faults = _faults(lambda said: said.update(policy="agree"))
    said = faults[("sorting", "rows", 4)]
    assert "从其他外省市回来" in said
    assert "和病例有接触" in said


def test_a_row_that_those_above_leave_nobody_for_is_named() -> None:
    everybody = {"key": "all", "name": {"zh": "所有人"}, "cls": "stayed"}
    faults = _faults(lambda said: said["rows"].insert(3, everybody))
    assert {where[2] for where in faults} == {4, 5, 6}
    assert "“从境外回来”轮不到任何人" in faults[("sorting", "rows", 4)]


def test_a_row_whose_conditions_never_meet_is_named() -> None:
    faults = _faults(lambda said: said["rows"][1].update(left_over=14))
    assert "没有人会符合" in faults[("sorting", "rows", 1)]


def test_a_class_that_is_not_of_the_plan_is_refused_at_its_row() -> None:
    faults = _faults(lambda said: said["rows"][0].update(cls="nowhere"))
    assert "nowhere" in faults[("sorting", "rows", 0, "cls")]


def test_more_than_anybody_could_read_is_refused_and_not_tried() -> None:
    def change(said: dict[str, Any]) -> None:
        asks = {
            "contact": "close", "symptoms": "urgent", "stayed": "high", "passed": "high",
            "origin": "city", "vaccination": "full", "test": "positive", "residence": "none",
        }  # fmt: skip
        others = {
            "contact": "none", "symptoms": "none", "stayed": "low", "passed": "low",
            "origin": "abroad", "test": "negative", "residence": "home",
        }  # fmt: skip
        for number in range(15):
            said["rows"].insert(0, asks | {
                "key": f"row_{number}", "name": {"zh": f"规则 {number}"}, "cls": "contact",
                "left_within": 300 - number * 9,
            })  # fmt: skip
        said["rows"].insert(0, others | {"key": "more", "name": {"zh": "又一条"}, "cls": "contact"})

    faults = _faults(change)
    assert "分得太细" in faults[("sorting", "rows")]


def test_a_plan_from_before_there_was_a_table_is_read_and_sorts_nobody() -> None:
    data = write(starter())
    del data["sorting"]
    plan = read(data)
    assert table.judged(plan.sorting, [Facts()]) == [None]


def test_a_row_says_which_facts_it_uses() -> None:
    by_key = {row.key: used_by(row) for row in starter().sorting.rows}
    assert by_key["stayed"] == ("stayed", "left_days")
    assert by_key["city"] == ("origin",)


CHOICES = {
    fact: get_args(Row.model_fields[fact].annotation) for fact, values in VALUES.items() if values
}
DAYS = st.one_of(st.none(), st.integers(0, 20))


@st.composite
def rows(draw: Any) -> tuple[Row, ...]:
    said = draw(
        st.lists(
            st.fixed_dictionaries(
                {fact: st.sampled_from(values) for fact, values in CHOICES.items()}
                | {"left_within": DAYS, "left_over": DAYS, "cls": st.sampled_from(["one", "two"])}
            ),
            min_size=1,
            max_size=5,
        )
    )
    return tuple(
        Row.model_validate({"key": f"row{n}", "name": {"zh": f"第{n}条"}} | one)
        for n, one in enumerate(said)
    )


@st.composite
def somebody(draw: Any) -> Facts:
    facts = {fact: draw(st.sampled_from(values)) for fact, values in VALUES.items() if values}
    been = facts["stayed"] != "none" or facts["passed"] != "none"
    return Facts(**facts, left_days=draw(st.integers(0, 40)) if been else FAR)


def _meets(row: Row, facts: Facts) -> bool:
    return (
        (row.left_within is None or facts.left_days <= row.left_within)
        and (row.left_over is None or facts.left_days > row.left_over)
        and all(getattr(facts, fact) in fits(fact, getattr(row, fact)) for fact in CHOICES)
    )


@settings(max_examples=50, deadline=None)
@given(rows(), st.sampled_from(["first", "agree"]), st.lists(somebody(), min_size=1, max_size=20))
def test_the_engine_reads_rows_as_they_are_meant(
    asked: tuple[Row, ...], policy: str, people: list[Facts]
) -> None:
    sorting = Sorting.model_validate(
        write(starter())["sorting"]
        | {"policy": policy, "rows": [row.model_dump() for row in asked]}
    )
    meant = [[n for n, row in enumerate(asked) if _meets(row, one)] for one in people]
    assert table.fitting(sorting, people) == meant
    first = [asked[hits[0]].key if hits else None for hits in meant]
    assert [row and row.key for row in table.judged(sorting, people)] == first
    wrong = table.problems(sorting)
    if any(not hits for hits in meant):
        assert any(one.row is None for one in wrong)
    if policy == "agree" and any(len({asked[n].cls for n in hits}) > 1 for hits in meant):
        assert wrong
