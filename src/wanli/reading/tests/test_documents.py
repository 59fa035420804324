"""Foreigners' permanent residence cards, as people type them in."""

from __future__ import annotations

from datetime import date

import pytest

from wanli.reading.documents import document_of
from wanli.reading.values import Document, Unreadable, document

CARD = "93115619870512051"
"""Without its check digit."""


def test_the_card_of_2023_is_verified_by_its_check_digit() -> None:
    right = [digit for digit in "0123456789X" if _is_read(CARD + digit)]
    assert right == ["6"]
    assert document(CARD + "6") == Document("foreign_permanent", CARD + "6", date(1987, 5, 12), "m")
    assert document_of("foreign_permanent", CARD[:6] + " " + CARD[6:] + "6") == document(CARD + "6")


@pytest.mark.parametrize("kind", ["", "foreign_permanent"])
def test_a_wrong_digit_is_named_with_the_right_one(kind: str) -> None:
    with pytest.raises(Unreadable) as refused:
        document_of(kind, CARD + "7")
    assert refused.value.params == {"digit": "6"}


@pytest.mark.parametrize("kind", ["", "foreign_permanent"])
def test_the_card_of_2017_is_taken_as_it_is(kind: str) -> None:
    assert document_of(kind, "usa310087051203") == Document("foreign_permanent", "USA310087051203")


def test_a_card_of_2023_is_no_resident_id() -> None:
    with pytest.raises(Unreadable, match="居民身份证号是 18 位"):
        document_of("resident", CARD + "6")


def _is_read(number: str) -> bool:
    try:
        return document(number) is not None
    except Unreadable:
        return False
