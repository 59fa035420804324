"""Lists as people write them, rounds, states, and money to the last fen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.domains.errands.rules.grouping import APART, MOST_DOORS, Wish, suggest
from wanli.domains.errands.rules.lines import Wanted, read_list, shelf_of, write_list
from wanli.domains.errands.rules.lists import Want, by_shelf
from wanli.domains.errands.rules.money import MOST_FEN, NoMoney, read_yuan, yuan
from wanli.domains.errands.rules.states import AFTER_ATTEMPT, FOLLOWS, OPEN

NOON = datetime(2020, 2, 10, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("鸡蛋 1 盒", Wanted("鸡蛋", Decimal(1), "盒")),
        ("青菜2斤(要嫩的)", Wanted("青菜", Decimal(2), "斤", "要嫩的")),
        ("牛奶x6", Wanted("牛奶", Decimal(6))),
        ("1. 大米 5.5kg", Wanted("大米", Decimal("5.5"), "kg")),
        ("· 豆腐两块。", Wanted("豆腐", Decimal(2), "块")),
        ("盐", Wanted("盐")),
        ("半夏泻心汤", Wanted("半夏泻心汤")),
        ("5号电池 4节", Wanted("5号电池", Decimal(4), "节")),
        ("VC 银翘片", Wanted("VC 银翘片")),
        ("鸡蛋:两盒", Wanted("鸡蛋", Decimal(2), "盒")),
    ],
)
def test_a_line_is_read_as_it_is_meant(said: str, found: Wanted) -> None:
    assert read_list(said) == [found]


def test_empty_lines_say_nothing() -> None:
    assert read_list("\n  \n-\n,\n") == []


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(said: str) -> None:
    for one in read_list(said):
        assert one.name.strip() == one.name != ""
        assert 0 < one.quantity <= 1000


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["青菜", "鸡蛋", "布洛芬", "牛奶"]),
            st.integers(1, 9999).map(lambda n: Decimal(n) / 100),
            st.sampled_from(["斤", "盒", "kg"]),
            st.sampled_from(["", "要新鲜的"]),
        ),
        max_size=8,
    )
)
def test_a_list_that_is_written_is_read_the_same(rows: list[tuple[str, Decimal, str, str]]) -> None:
    items = [Wanted(*row) for row in rows]
    assert read_list(write_list(items)) == items


def test_the_longest_word_says_the_shelf() -> None:
    shelves = [("meat", ["鸡", "蛋"]), ("dairy", ["奶"]), ("cake", ["鸡蛋糕"])]
    assert shelf_of("鸡蛋糕", shelves) == "cake"
    assert shelf_of("酸奶", shelves) == "dairy"
    assert shelf_of("螺丝刀", shelves) == ""


def wish(number: int, **said: object) -> Wish:
    given: dict[str, object] = {
        "how": "shop", "shop": "", "compound": "w.c", "door": f"w.c.{number:03}",
        "wanted_by": NOON,
    } | said  # fmt: skip
    return Wish(number, **given)  # type: ignore[arg-type]


def test_one_shop_one_round_and_who_does_not_mind_joins_it() -> None:
    found = suggest([wish(1, shop="好德"), wish(2), wish(3, shop="好德"), wish(4, how="pharmacy")])
    assert [[one.id for one in group.wishes] for group in found] == [[4], [1, 2, 3]]


def test_what_is_promised_much_later_goes_later() -> None:
    found = suggest([wish(1), wish(2, wanted_by=NOON + APART + timedelta(minutes=1))])
    assert [len(group.wishes) for group in found] == [1, 1]
    assert found[0].by_when == NOON


def test_nobody_carries_for_too_many_doors() -> None:
    found = suggest([wish(n) for n in range(MOST_DOORS + 3)])
    assert sorted(len(group.wishes) for group in found) == [3, MOST_DOORS]


wishes = st.builds(
    Wish,
    id=st.uuids(),
    how=st.sampled_from(["shop", "pharmacy", "gate"]),
    shop=st.sampled_from(["", "甲", "乙"]),
    compound=st.sampled_from(["w.a", "w.b"]),
    door=st.sampled_from(["w.a.1", "w.a.2", "w.b.1"]),
    wanted_by=st.integers(0, 72).map(lambda hours: NOON + timedelta(hours=hours)),
)


@given(st.lists(wishes, max_size=40, unique_by=lambda one: one.id))
def test_every_wish_is_in_one_group_with_its_kind(given_: list[Wish]) -> None:
    groups = suggest(given_)
    assert sorted(str(one.id) for group in groups for one in group.wishes) == sorted(
        str(one.id) for one in given_
    )
    for group in groups:
        assert {(one.how, one.compound) for one in group.wishes} == {(group.how, group.compound)}
        assert {one.shop for one in group.wishes} <= {group.shop, ""}
        times = [one.wanted_by for one in group.wishes]
        assert max(times) - min(times) <= APART
    assert [group.by_when for group in groups] == sorted(group.by_when for group in groups)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from(["veg", "meat", ""]),
            st.sampled_from(["青菜", "肉"]),
            st.integers(1, 500),
            st.sampled_from(["斤", ""]),
        )
    )
)
def test_a_merged_list_loses_nothing(rows: list[tuple[int, str, str, int, str]]) -> None:
    wants = [
        Want(n, home, shelf, name, Decimal(q), unit)
        for n, (home, shelf, name, q, unit) in enumerate(rows)
    ]
    shelves = by_shelf(wants, ["meat", "veg"])
    merged = [want for _shelf, piles in shelves for pile in piles for want in pile.wants]
    assert sorted(want.id for want in merged) == sorted(want.id for want in wants)  # type: ignore[type-var]
    for _shelf, piles in shelves:
        for pile in piles:
            assert pile.quantity == sum(want.quantity for want in pile.wants)


@given(st.integers(0, MOST_FEN))
def test_a_sum_that_is_shown_is_read_the_same(fen: int) -> None:
    assert read_yuan(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("said", "fen"),
    [("12", 1200), ("12.5", 1250), ("0.01", 1), ("¥1,280.05", 128005), ("3 元", 300),
     ("12.30", 1230)],
)  # fmt: skip
def test_sums_as_people_write_them(said: str, fen: int) -> None:
    assert read_yuan(said) == fen


@pytest.mark.parametrize("said", ["", "1.005", "-3", "十块", "1e5", "1,2", "100000.01", "٣"])
def test_what_is_no_sum_is_not_guessed(said: str) -> None:
    with pytest.raises(NoMoney):
        read_yuan(said)


def test_what_is_over_stays_over_and_all_that_is_open_can_end() -> None:
    ends = {state for state, after in FOLLOWS.items() if not after}
    assert ends == set(FOLLOWS) - OPEN
    for start in OPEN:
        seen, wave = {start}, {start}
        while wave:
            wave = {after for state in wave for after in FOLLOWS[state]} - seen
            seen |= wave
        assert "done" in seen
    for outcome in AFTER_ATTEMPT.values():
        assert outcome in FOLLOWS["bought"]
