"""About how heavy a request is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wanli.domains.errands.rules.weights import Thing, grams_of

SHELVES = {"grain": 2500}


@pytest.mark.parametrize(
    ("quantity", "unit", "shelf", "grams"),
    [
        ("2", "斤", "grain", 1000), ("1.5", "公斤", "", 1500), ("2", "袋", "grain", 5000),
        ("3", "盒", "", 1500), ("250", "克", "grain", 250), ("5", "L", "grain", 5000),
        ("0.5", "KG", "", 500), ("1", "", "nowhere", 500),
    ],
)  # fmt: skip
def test_the_list_says_it_or_else_its_shelf(
    quantity: str, unit: str, shelf: str, grams: int
) -> None:
    thing = Thing(shelf, Decimal(quantity), unit)
    assert grams_of([thing], shelves=SHELVES, otherwise=500, one=9) == grams
    assert grams_of([thing, thing], shelves=SHELVES, otherwise=500, one=9) == 2 * grams


def test_without_a_list_its_kind_says_it() -> None:
    assert grams_of([], shelves=SHELVES, otherwise=500, one=3000) == 3000
