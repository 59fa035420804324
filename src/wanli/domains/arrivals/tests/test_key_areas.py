"""Key areas and their days, notices in odd layouts, and what is made of a journey; no database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanli.domains.arrivals.rules import notice
from wanli.domains.arrivals.rules.areas import Area, KeyAreas
from wanli.domains.arrivals.rules.changes import after, changes
from wanli.domains.arrivals.rules.knowing import (
    Health,
    Journey,
    Stayed,
    facts_of,
    of_json,
    to_json,
    way_of,
)
from wanli.domains.arrivals.rules.notice import Defaults, Line
from wanli.domains.arrivals.rules.saying import sentence
from wanli.domains.plans.rules.facts import used_by
from wanli.domains.plans.rules.reading import starter
from wanli.domains.plans.rules.sorting import FAR
from wanli.domains.plans.rules.table import judged
from wanli.domains.plans.rules.wording import Voice
from wanli.reading.values import Unreadable
from wanli.reading.workbook import Sheet

DAY = date(2020, 2, 14)
RULES = starter().sorting


def day(number: int) -> date:
    """A day of February."""
    return date(2020, 2, number)


JIANGAN = Area("420102", "湖北省武汉市江岸区", "", "medium", day(1), day(10))
JIANGAN_LATER = Area("420102", "湖北省武汉市江岸区", "", "high", day(10))
HOMES = Area("330106", "浙江省杭州市西湖区", "古荡街道嘉绿苑、文新社区", "high", day(1))
AREAS = KeyAreas([JIANGAN, JIANGAN_LATER, HOMES])


@pytest.mark.parametrize(
    ("code", "words", "first", "last", "level", "sure"),
    [
        ("420102", "武汉江岸", 2, 5, "medium", True),
        ("420102", "武汉江岸", 2, 9, "medium", True),
        ("420102", "武汉江岸", 2, 10, "high", True),
        ("420102", "武汉江岸", 11, 12, "high", True),
        ("420100", "武汉", 2, 5, "medium", False),
        ("420103", "武汉江汉", 2, 12, None, True),
        ("330106", "杭州西湖区文新社区 3 幢", 2, 5, "high", True),
        ("330106", "杭州西湖区", 2, 5, None, True),
        ("", "武汉江岸", 2, 5, None, True),
    ],
)
def test_a_place_is_judged_by_the_list_of_its_days(
    code: str, words: str, first: int, last: int, level: str | None, sure: bool
) -> None:
    hit = AREAS.worst(code, words, day(first), day(last))
    assert (hit and hit.area.level) == level
    if hit:
        assert hit.sure is sure


def test_before_it_was_listed_it_is_no_key_area() -> None:
    assert AREAS.worst("420102", "武汉江岸", date(2020, 1, 1), date(2020, 1, 31)) is None


def _facts(*stays: Stayed, **health: Any) -> Any:
    way = way_of(Journey(DAY, stays), AREAS, RULES)
    return facts_of(way, Health(**health), {"fever"})


def test_a_stay_is_told_apart_from_a_passage_and_days_are_counted() -> None:
    wuhan = Stayed("420102", "武汉江岸", day(3), day(8))
    passage = Stayed("420102", "武汉站", day(12), day(12), passed=True)
    facts = _facts(wuhan, passage)
    assert (facts.stayed, facts.passed, facts.left_days) == ("medium", "high", 2)
    assert facts.origin == "elsewhere"


def test_who_left_too_long_ago_was_in_none() -> None:
    old = Stayed("420102", "武汉江岸", date(2020, 1, 10), date(2020, 1, 30))
    facts = _facts(old)
    assert (facts.stayed, facts.left_days) == ("none", FAR)


@pytest.mark.parametrize(
    ("counties", "abroad", "origin"),
    [
        (["310107"], False, "city"),
        (["310107", "420100"], False, "elsewhere"),
        ([""], True, "abroad"),
        ([], False, "elsewhere"),
    ],
)
def test_where_somebody_comes_from(counties: list[str], abroad: bool, origin: str) -> None:
    stays = [Stayed(code, "某地", day(10), day(12), abroad=abroad) for code in counties]
    assert _facts(*stays).origin == origin


@pytest.mark.parametrize(
    ("health", "ill"),
    [
        ({}, "none"),
        ({"symptoms": ("cough",)}, "some"),
        ({"symptoms": ("cough", "fever")}, "urgent"),
        ({"fever": True}, "urgent"),
    ],
)
def test_symptoms_are_weighed(health: dict[str, Any], ill: str) -> None:
    assert _facts(**health).symptoms == ill


def test_a_verdict_is_one_sentence_with_its_rule_and_facts() -> None:
    way = way_of(Journey(DAY, (Stayed("420100", "武汉", day(3), day(8)),)), AREAS, RULES)
    facts = facts_of(way, Health(), ())
    (row,) = judged(RULES, [facts])
    assert row is not None
    cls = next(one for one in starter().classes if one.key == row.cls)
    said = sentence(
        Voice(str, "zh-hans"),
        rule=row.name, cls=cls.name, used=used_by(row), facts=facts, grounds=way.grounds,
    )  # fmt: skip
    assert said == (
        "只说到武汉,里面的湖北省武汉市江岸区当时中风险,先按到过算、离开 6 天后到达。"
        "按“近 14 天住过重点地区”归为“重点地区返回”。"
    )
    assert of_json(to_json(facts, way.grounds)) == (facts, way.grounds)


DEFAULTS = Defaults("medium", day(5))


def _read(*rows: list[Any]) -> notice.Notice:
    return notice.read(notice.laid_out([Sheet("名单", [list(row) for row in rows])]), DEFAULTS)


def test_a_notice_in_columns_is_read() -> None:
    found = _read(
        ["全国中高风险地区名单"],
        ["序号", "省份", "市", "县(市、区)", "风险等级", "起始日期", "解除日期"],
        [1, "湖北省", "武汉市", "江岸区", "高风险", "2020-02-01", ""],
        [2, "河南", "信阳", "浉河区", "中风险", "2020年2月3日", date(2020, 2, 20)],
    )
    assert found.wrong == ()
    assert [(one.code, one.level, one.since, one.until) for one in found.lines] == [
        ("420102", "high", day(1), None),
        ("411502", "medium", day(3), day(20)),
    ]


def test_communities_behind_the_county_and_missing_columns() -> None:
    found = _read(
        ["地区", "等级"],
        ["湖北省武汉市江岸区后湖街道惠民苑社区", "高"],
        ["浙江省杭州市", ""],
    )
    assert [(one.code, one.words, one.level, one.since) for one in found.lines] == [
        ("420102", "后湖街道惠民苑社区", "high", day(5)),
        ("330100", "", "medium", day(5)),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["鼓楼区", "高", ""], "有 {n} 个地方叫"),
        (["霍格沃茨", "高", ""], "认不出是哪个地方"),
        (["武汉市江岸区", "蓝", ""], "是什么等级"),
        (["武汉市江岸区", "高", "2020-02-01"], "结束的日子比开始的早"),
        (["武汉市江岸区", "高", "下周"], ""),
    ],
)
def test_a_line_that_cannot_be_read_is_said_with_its_row(row: list[str], said: str) -> None:
    found = _read(["地区", "风险等级", "解除日期"], ["湖北武汉武昌", "高", ""], row)
    assert len(found.lines) == 1
    assert (found.wrong[0].row, found.wrong[0].said) == (3, row[0])
    assert said in found.wrong[0].message


def test_the_same_place_twice_with_different_levels_is_refused() -> None:
    found = _read(["地区", "风险等级"], ["武汉江岸", "高"], ["武汉市江岸区", "中"])
    assert [one.row for one in found.wrong] == [3]


def test_a_file_without_areas_is_refused() -> None:
    with pytest.raises(Unreadable):
        notice.laid_out([Sheet("菜单", [["菜名", "价格"], ["红烧肉", 30]])])


def test_a_notice_raises_lowers_ends_and_leaves_alone() -> None:
    standing = [JIANGAN, JIANGAN_LATER, HOMES]
    lines = [
        Line("420102", JIANGAN.name, "", "medium", DAY, None),
        Line("411502", "河南省信阳市浉河区", "", "high", DAY, None),
    ]
    found = changes(standing, lines, whole=True, day=DAY)
    assert [(one.kind, one.area.code) for one in found] == [
        ("lowered", "420102"), ("added", "411502"), ("ended", "330106"),
    ]  # fmt: skip
    areas = KeyAreas(after(standing, found))
    assert areas.worst("420102", "", day(13), day(13)).area.level == "high"  # type: ignore[union-attr]
    assert areas.worst("420102", "", day(14), day(14)).area.level == "medium"  # type: ignore[union-attr]
    assert areas.worst("330106", "文新社区", day(14), day(14)) is None
    assert areas.worst("330106", "文新社区", day(13), day(20)) is not None


CODES = ["420102", "411502", "330106"]
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(CODES), st.just("某地"), st.just(""),
        st.sampled_from(["low", "medium", "high"]),
        st.integers(1, 27).map(day), st.none(),
    ),
    max_size=3, unique_by=lambda line: line.code,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(LINES, st.booleans()), min_size=1, max_size=5))
def test_however_notices_follow_each_day_has_one_level(notices: list[Any]) -> None:
    standing: list[Area] = []
    today = day(1)
    for lines, whole in notices:
        today += timedelta(days=5)
        past = {(c, n): _level(standing, c, n) for c in CODES for n in range(1, today.day)}
        found = changes(standing, lines, whole=whole, day=today)
        standing = after(standing, found)
        for code in CODES:
            mine = sorted((a for a in standing if a.code == code), key=lambda a: a.since)
            assert all(a.until is None or a.since < a.until for a in mine)
            assert all(
                one.until is not None and one.until <= other.since for one, other in pairwise(mine)
            )
        first = min([line.since for line in lines], default=today)
        for (code, number), level in past.items():
            if day(number) < min(first, today):
                assert _level(standing, code, number) == level
        for line in lines:
            assert _level(standing, line.code, line.since.day) == line.level


def _level(areas: list[Area], code: str, number: int) -> str:
    return next((a.level for a in areas if a.code == code and a.on(day(number))), "none")
