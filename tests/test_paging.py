"""Lists that may be very long: pages are whole, and the work does not grow with the list."""

from __future__ import annotations

import pytest

from tests.world import World
from wanli.domains.places.models import Place
from wanli.ground.chained import Chained
from wanli.ground.fields import below
from wanli.web import paging
from wanli.web.paging import LongPaginator


def _pages(per_page: int) -> LongPaginator:
    return LongPaginator(Place.objects.order_by("path"), per_page)


def test_turning_every_page_shows_every_row_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", 20)
    everything = list(Place.objects.order_by("path"))
    seen, page = [], _pages(37).get_page(1)
    seen += page
    while page.has_next():
        page = _pages(37).get_page(page.next_page_number())
        seen += page
    assert seen == everything


def test_a_long_list_is_not_counted_to_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "COUNTED", 20)
    assert (_pages(10).many, _pages(10).count) == (True, 20)


def test_a_short_list_is_counted(world: World) -> None:
    pages = LongPaginator(Place.objects.filter(kind="area").order_by("path"), 10)
    assert (pages.many, pages.count) == (False, Place.objects.filter(kind="area").count())


def test_what_is_known_is_not_counted(world: World) -> None:
    pages = LongPaginator(Place.objects.order_by("path"), 10, known=4321)
    assert (pages.many, pages.count, pages.num_pages) == (False, 4321, 433)


def test_two_lists_are_turned_as_one(world: World) -> None:
    first = Place.objects.filter(kind="building").order_by("path")
    last = Place.objects.filter(kind="area").order_by("path")
    both, whole = Chained(first, last), [*first, *last]
    assert list(both) == whole
    for start in range(len(whole) + 2):
        assert both[start:] == whole[start:]
        for rows in (1, 2, 5):
            assert both[start : start + rows] == whole[start : start + rows]


@pytest.mark.parametrize("number", ["", "x", None, "-3", "0"])
def test_what_is_no_page_number_is_the_first_page(world: World, number: str | None) -> None:
    assert _pages(10).get_page(number).number == 1


@pytest.mark.parametrize("number", ["999", "9" * 40])
def test_a_page_beyond_the_end_is_the_last_one(world: World, number: str) -> None:
    pages = LongPaginator(Place.objects.filter(kind="building").order_by("path"), 3)
    page = pages.get_page(number)
    assert page.number == pages.num_pages
    assert list(page)


def test_below_one_place_is_what_the_tree_says(world: World) -> None:
    for place in Place.objects.exclude(kind="household"):
        by_range = set(Place.objects.filter(below([place.path])).values_list("pk", flat=True))
        by_tree = set(Place.objects.filter(path__within=place.path).values_list("pk", flat=True))
        assert by_range == by_tree
