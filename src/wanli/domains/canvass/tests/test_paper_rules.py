"""Codes on paper, and how many homes a page holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.domains.canvass.rules.paper import FEWEST, MOST, key_of, rows_per_page
from wanli.domains.canvass.rules.questions import parse
from wanli.domains.canvass.rules.sheetcode import new_code, read_code, spaced

RESULTS = ["见到人", "电话联系上", "没人应门", "不愿配合", "空关", "已出租", "住在别处"]


@given(st.integers(0, 8), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(place: int, by: int) -> None:
    code = new_code()
    wrong = str((int(code[place]) + by) % 10)
    with pytest.raises(ValueError):  # noqa: PT011
        read_code(code[:place] + wrong + code[place + 1 :])


@given(st.integers(0, 7))
def test_two_digits_exchanged_are_noticed(place: int) -> None:
    code = new_code()
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(ValueError):  # noqa: PT011
            read_code(swapped)


def test_a_code_is_read_however_it_is_typed_or_scanned() -> None:
    code = new_code()
    full_width = code.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    for said in (code, spaced(code), f" {spaced(code)} ", full_width, "-".join(code)):
        assert read_code(said) == code
    assert read_code(f"https://wanli.example/canvass/sheets/{code}/") == code


@pytest.mark.parametrize("said", ["", "12", "abc", "1234567890", "sheets/12/", "٣" * 9])
def test_what_is_no_code_is_refused(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_code(said)


def test_more_questions_leave_room_for_fewer_homes() -> None:
    few = parse("发热吗:没有/有")
    many = parse("\n".join(["近 14 天有人离开过本市或有亲友来访吗:没有/有/不清楚/以后再说"] * 12))
    assert FEWEST <= rows_per_page(many, RESULTS) < rows_per_page(few, RESULTS) <= MOST


def test_the_tenth_choice_has_a_key_too() -> None:
    assert [key_of(n) for n in (0, 8, 9)] == ["1", "9", "a"]
