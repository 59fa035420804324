"""The schematic drawing: whole, tidy, and beside what a map shows."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from shapely.geometry import shape

from wanli.domains.wallmap.rules.schematic import Block, complete, slices

LONG = {
    "type": "Polygon",
    "coordinates": [
        [[122, 31], [122.001, 31.0002], [122.00098, 31.0003], [121.99998, 31.0001], [122, 31]]
    ],
}


def square(x: float, side: float) -> dict[str, Any]:
    ring = [[x, 31], [x + side, 31], [x + side, 31 + side], [x, 31 + side], [x, 31]]
    return {"type": "Polygon", "coordinates": [ring]}


def overlapping(drawn: list[dict[str, Any]]) -> float:
    return sum(  # type: ignore[no-any-return]
        shape(a).intersection(shape(b)).area / min(shape(a).area, shape(b).area)
        for a, b in combinations(drawn, 2)
    )


def test_without_any_map_everything_has_its_own_ground() -> None:
    drawn = complete([Block(None, (None,) * n) for n in (0, 1, 14, 30)])
    assert overlapping([plot for plot, _ in drawn]) < 1e-6
    for plot, boxes in drawn:
        assert overlapping(boxes) < 1e-6
        assert all(shape(plot).covers(shape(box)) for box in boxes)


def test_what_a_map_shows_stays_and_the_rest_stands_beside_it() -> None:
    plot, house = square(122, 0.002), square(122.0005, 0.0005)
    drawn = complete(
        [Block(plot, (house, None, None)), Block(None, (house, None)), Block(None, (None, None))]
    )
    assert drawn[0][0] == plot
    assert drawn[0][1][0] == drawn[1][1][0] == house
    for outline, boxes in (drawn[0], drawn[1]):
        assert overlapping(boxes) < 1e-6
        for box in boxes[1:]:
            assert 0 < shape(outline).distance(shape(box)) < 0.001
    alone = shape(drawn[2][0])
    assert alone.disjoint(shape(plot))
    assert alone.distance(shape(plot)) < 0.01


def test_a_slanting_building_is_cut_across_from_west_to_east() -> None:
    cut = slices(LONG, 4)
    assert overlapping(cut) < 1e-3
    middles = [shape(one).centroid.x for one in cut]
    assert middles == sorted(middles)
    assert abs(sum(shape(one).area for one in cut) / shape(LONG).area - 1) < 0.05
