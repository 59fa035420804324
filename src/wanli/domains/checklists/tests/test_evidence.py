"""Whom a row is about, by what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wanli.domains.checklists.rules.evidence import Said, Somebody, decide

HER: dict[str, Any] = {
    "name": "王昇", "heard": "wangsheng", "document": b"1", "phones": frozenset({b"p"}),
    "birth_date": date(1980, 5, 1),
}  # fmt: skip
ONE = Somebody(1, "w.a.home", **HER)


@pytest.mark.parametrize(
    ("said", "found", "why"),
    [
        (Said(**HER), "certain", "document"),
        (Said("王升", "wangsheng", b"1"), "certain", "document"),
        (Said("李芳", "lifang", b"1"), "likely", "other_name"),
        (Said("王昇", "wangsheng", b"2", frozenset({b"p"})), "none", ""),
        (Said("王昇", "wangsheng", None, frozenset({b"p"})), "certain", "phone"),
        (Said("王昇", "wangsheng", door="w.a.home"), "certain", "home"),
        (Said("王升", "wangsheng", None, frozenset({b"p"})), "likely", "heard_phone"),
        (Said("李芳", "lifang", None, frozenset({b"p"})), "none", ""),
        (Said("", "", None, frozenset({b"p"})), "likely", "phone_alone"),
        (Said("王昇", "wangsheng"), "likely", "name"),
        (Said("王昇", "wangsheng", None, frozenset({b"x"})), "none", ""),
        (Said("王昇", "wangsheng", door="w.a.other"), "none", ""),
        (Said("王昇", "wangsheng", birth_date=date(1980, 5, 1)), "likely", "birth"),
        (Said("王昇", "wangsheng", None, frozenset({b"p"}), date(1981, 5, 1)), "none", ""),
        (
            Said("王昇", "wangsheng", None, frozenset({b"p"}), date(1981, 5, 1), "w.a.home"),
            "likely",
            "other_birth",
        ),
        (
            Said("王异", "wangyi", None, frozenset({b"p"}), date(1980, 5, 1)),
            "likely",
            "one_off",
        ),
        (Said("王异", "wangyi", None, frozenset({b"p"})), "none", ""),
    ],
)
def test_one_against_one(said: Said, found: str, why: str) -> None:
    decision = decide(said, [ONE])
    assert (decision.found, decision.why) == (found, why)


def test_two_who_look_alike_are_several_and_many_nobody() -> None:
    said = Said("王昇", "wangsheng")
    two = [Somebody(n, f"w.{n}", "王昇", "wangsheng") for n in range(2)]
    assert decide(said, two).found == "several"
    many = decide(said, [Somebody(n, f"w.{n}", "王昇", "wangsheng") for n in range(9)])
    assert (many.found, many.why, many.whom) == ("none", "too_many", ())


def test_a_number_beats_all_else_and_a_number_of_another_name_asks() -> None:
    namesake = Somebody(2, "w.b", "王昇", "wangsheng", phones=frozenset({b"p"}))
    assert decide(Said(**HER), [namesake, ONE]).whom[0][0] is ONE
    other = Somebody(3, "w.c", "李芳", "lifang", b"1")
    both = decide(Said(**HER), [namesake, other])
    assert both.found == "several"
