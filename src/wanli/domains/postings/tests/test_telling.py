"""What a notice says of homes: whatever the house is like, it points at nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.domains.postings.rules.telling import LEAST, Home, Told, told


def stairwell(floors: dict[int, int], observed: set[str]) -> list[Home]:
    """So many homes on each floor."""
    rooms = [f"{floor}{n:02}" for floor, many in floors.items() for n in range(1, many + 1)]
    return [Home(room, room in observed) for room in rooms]


def test_count_and_floor() -> None:
    homes = stairwell({1: 4, 2: 4, 3: 4}, {"101", "303"})
    assert told("floor", homes) == Told("count", 2, ((1, 1), (3, 1)))
    assert told("count", homes) == Told("count", 2)
    assert told("none", homes) == Told("none")


def test_room_only_where_the_plan_says_so() -> None:
    homes = stairwell({1: 4, 2: 4}, {"101"})
    assert told("room", homes).rooms == ("101",)
    assert told("floor", homes).rooms == ()


@pytest.mark.parametrize("observed", [set(), {"101"}, {"601"}, {"101", "601"}])
def test_one_flat_on_a_floor_hides_all_floors_whoever_is_observed(observed: set[str]) -> None:
    homes = stairwell({1: 4, 2: 4, 3: 4, 6: 1}, observed)
    assert told("floor", homes) == Told("count", len(observed))


@pytest.mark.parametrize("observed", [set(), {"101"}, {"101", "201"}])
def test_too_few_homes_say_no_number_not_even_none(observed: set[str]) -> None:
    assert told("floor", stairwell({1: 1, 2: 1}, observed)) == Told("few")


def test_a_floor_observed_as_a_whole_is_not_named() -> None:
    homes = stairwell({1: 3, 2: 3, 3: 3}, {"101", "102", "103"})
    assert told("floor", homes) == Told("count", 3)


def test_a_stairwell_observed_as_a_whole_says_no_number() -> None:
    homes = stairwell({1: 3, 2: 3}, {"101", "102", "103", "201", "202", "203"})
    assert told("count", homes) == Told("most")


def test_a_room_that_tells_no_floor_hides_all_floors() -> None:
    homes = [*stairwell({1: 4, 2: 4}, {"101"}), Home("传达室")]
    assert told("floor", homes) == Told("count", 1)


@given(
    st.dictionaries(st.integers(1, 30), st.integers(1, 6), min_size=1, max_size=8),
    st.data(),
)
def test_no_floor_and_no_number_points_at_a_home(
    floors: dict[int, int], data: st.DataObject
) -> None:
    homes = stairwell(floors, set())
    chosen = data.draw(st.sets(st.sampled_from([home.room for home in homes])))
    found = told("floor", [Home(home.room, home.room in chosen) for home in homes])
    if found.how == "count":
        assert len(homes) >= LEAST
        assert found.count * 2 <= len(homes)
    for floor, n in found.floors:
        assert floors[floor] >= LEAST
        assert n * 2 <= floors[floor]
    assert found.rooms == ()
