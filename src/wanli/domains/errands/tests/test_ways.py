"""How far doors are from one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanli.domains.errands.solver.ways import Pace, Spot, metres, middle, seconds

PACE = Pace()
HOME = Spot("a", "c", "b", "s", floor=3, floors=6)
NEARER_AND_NEARER = [
    Spot("z", "y", "x", "w", 3, 6),
    Spot("a", "y", "x", "w", 3, 6),
    Spot("a", "c", "x", "w", 3, 6),
    Spot("a", "c", "b", "w", 3, 6),
    Spot("a", "c", "b", "s", 4, 6),
    HOME,
]


def test_the_tree_says_how_near_doors_are_that_no_map_shows() -> None:
    times = [seconds(PACE, HOME, other) for other in NEARER_AND_NEARER]
    assert times == sorted(set(times), reverse=True)
    assert times[-1] == 0


def test_houses_on_the_map_are_as_far_apart_as_they_are_drawn() -> None:
    one = Spot("a", "c", "b1", "s1", at=(121.0, 31.0))
    other = Spot("a", "c", "b2", "s2", at=(121.0, 31.001))
    assert metres(PACE, one, other) == pytest.approx(111 * PACE.detour, rel=0.01)


def test_stairs_are_climbed_and_a_high_house_has_a_lift() -> None:
    low, high = (Spot("a", "c", "b", "s", floor, 6) for floor in (1, 6))
    assert seconds(PACE, low, high) == 5 * PACE.floor
    tower = [Spot("a", "c", "b", "s", floor, 18) for floor in (1, 18)]
    assert seconds(PACE, *tower) == PACE.lift + 17 * PACE.lift_floor


def test_a_collection_point_without_a_building_lies_in_its_compound() -> None:
    assert metres(PACE, HOME, Spot("a", "c")) == PACE.buildings
    assert metres(PACE, Spot("a", "c"), Spot("a", "d")) == PACE.compounds


def test_the_middle_of_what_is_drawn() -> None:
    square = [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]
    assert middle({"type": "Polygon", "coordinates": square}) == (2, 1)
    assert middle({"type": "MultiPolygon", "coordinates": [square]}) == (2, 1)
    assert middle({"type": "Point", "coordinates": [7, 8]}) == (7, 8)
    assert middle({"type": "Polygon", "coordinates": []}) is None
    assert middle(None) is None


names = st.sampled_from(["", "1", "2"])
spots = st.builds(
    Spot, names, names, names, names, st.integers(1, 20), st.sampled_from([0, 6, 18]),
    st.none() | st.tuples(st.floats(121, 121.1), st.floats(31, 31.1)),
)  # fmt: skip


@given(spots, spots)
def test_there_is_as_far_as_back(one: Spot, other: Spot) -> None:
    assert seconds(PACE, one, other) == seconds(PACE, other, one) >= 0
    assert metres(PACE, one, other) == metres(PACE, other, one)
