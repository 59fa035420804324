"""A tidy drawing for what no map shows: good enough to be used for ever.

Compounds become blocks of one size in a near-square grid, in their own order; buildings become
boxes in rows within their block, stairwells slices of their building from west to east. Where a
map shows some of them, the others stand beside them, so that the wall stays whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, hypot, radians, sqrt
from typing import Any

ORIGIN = (122.90, 30.60)
METRES_A_DEGREE = 111_320.0
BLOCK, STREET, EDGE = 180.0, 26.0, 10.0
"""Metres: side of a block, width of a street, free strip inside a block."""
GAP = 8.0
"""Metres between a compound's outline and the buildings that stand beside it."""
Geometry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in metres east and north of the drawing's corner."""

    x: float
    y: float
    width: float
    depth: float

    def moved(self, x: float, y: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.x + x, self.y + y, self.width, self.depth)

    def polygon(self) -> Geometry:
        """As GeoJSON."""
        corners = (
            (self.x, self.y),
            (self.x + self.width, self.y),
            (self.x + self.width, self.y + self.depth),
            (self.x, self.y + self.depth),
            (self.x, self.y),
        )
        return {"type": "Polygon", "coordinates": [[_degrees(*corner) for corner in corners]]}


ALONE = Box(0.0, 0.0, 60.0, 12.0)
"""A building of which only a stairwell is known."""


def blocks(count: int) -> list[Box]:
    """``count`` equal blocks, row by row from the north-west."""
    columns = max(1, ceil(sqrt(count)))
    rows = ceil(count / columns)
    return [
        Box(
            (n % columns) * (BLOCK + STREET),
            (rows - 1 - n // columns) * (BLOCK + STREET),
            BLOCK,
            BLOCK,
        )
        for n in range(count)
    ]


def boxes(block: Box, count: int) -> list[Box]:
    """``count`` equal boxes within a block, in rows, wider than deep; they never overlap."""
    if count <= 0:
        return []
    columns = max(1, round(sqrt(count / 2.2)))
    rows = ceil(count / columns)
    cell = ((block.width - 2 * EDGE) / columns, (block.depth - 2 * EDGE) / rows)
    size = (cell[0] * 0.84, min(cell[1] * 0.6, cell[0] * 0.84))
    return [
        Box(
            block.x + EDGE + (n % columns) * cell[0] + (cell[0] - size[0]) / 2,
            block.y + EDGE + (rows - 1 - n // columns) * cell[1] + (cell[1] - size[1]) / 2,
            *size,
        )
        for n in range(count)
    ]


def slices(outline: Geometry, count: int) -> list[Geometry]:
    """A building cut across its longer side into ``count`` stairwells, from west to east."""
    from shapely.geometry import shape as as_shape  # here: a start needs no geometry

    corners = as_shape(outline).minimum_rotated_rectangle
    if corners.geom_type != "Polygon" or count < 1:
        return [outline] * count
    a, b, c, d = list(corners.exterior.coords)[:4]
    if _long(a, b) < _long(b, c):
        a, b, c, d = b, c, d, a
    if a[0] > b[0]:
        a, b, c, d = b, a, d, c
    cuts = [(_between(a, b, n / count), _between(d, c, n / count)) for n in range(count + 1)]
    return [
        _ring([near[0], after[0], after[1], near[1], near[0]]) for near, after in pairwise(cuts)
    ]


def layout(compounds: Sequence[int]) -> list[tuple[Box, list[Box]]]:
    """A block for each compound with a box for each of its (so many) buildings."""
    return [
        (block, boxes(block, count))
        for block, count in zip(blocks(len(compounds)), compounds, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Block:
    """A compound to be drawn: its outline if a map has one, and its buildings' outlines."""

    outline: Geometry | None
    buildings: tuple[Geometry | None, ...] = ()


def complete(blocks_: Sequence[Block]) -> list[tuple[Geometry, list[Geometry]]]:
    """An outline for each compound and each of its buildings; what a map shows stays as it is.

    A compound of which a map shows nothing stands in a grid south of all that it shows.
    """
    nowhere = [n for n, block in enumerate(blocks_) if _bounds(block) is None]
    drawn = [bounds for block in blocks_ if (bounds := _bounds(block))]
    grid = layout([len(blocks_[n].buildings) for n in nowhere])
    across, down = _south_of(drawn, grid)
    found: dict[int, tuple[Geometry, list[Geometry]]] = {}
    for n, (plot, inside) in zip(nowhere, grid, strict=True):
        found[n] = (
            plot.moved(across, down).polygon(),
            [box.moved(across, down).polygon() for box in inside],
        )
    return [found[n] if n in found else _beside(block) for n, block in enumerate(blocks_)]


def _beside(block: Block) -> tuple[Geometry, list[Geometry]]:
    """The compound as drawn, with its undrawn buildings inside when it is empty, else south of
    it."""
    bounds = _bounds(block)
    assert bounds is not None
    missing = sum(1 for outline in block.buildings if outline is None)
    empty = missing == len(block.buildings)
    strip = min(40.0, bounds.width)
    south = Box(bounds.x - EDGE, bounds.y - GAP - strip, bounds.width + 2 * EDGE, strip)
    rest = iter(boxes(bounds if empty else south, missing))
    buildings = [outline or next(rest).polygon() for outline in block.buildings]
    return block.outline or bounds.polygon(), buildings


def _bounds(block: Block) -> Box | None:
    """The rectangle around what is drawn of a compound, a little larger around mere buildings."""
    from shapely.geometry import shape as as_shape

    shown = [block.outline] if block.outline else [one for one in block.buildings if one]
    if not shown:
        return None
    west, south, east, north = zip(*(as_shape(one).bounds for one in shown), strict=True)
    x, y = _metres(min(west), min(south))
    right, top = _metres(max(east), max(north))
    edge = 0.0 if block.outline else EDGE
    return Box(x - edge, y - edge, right - x + 2 * edge, top - y + 2 * edge)


def _south_of(drawn: Sequence[Box], grid: Sequence[tuple[Box, list[Box]]]) -> tuple[float, float]:
    """By how much a grid moves so that it lies south of what is drawn, west edges in line."""
    if not drawn or not grid:
        return 0.0, 0.0
    top = max(plot.y + plot.depth for plot, _ in grid)
    return min(box.x for box in drawn), min(box.y for box in drawn) - STREET * 2 - top


def _long(a: Sequence[float], b: Sequence[float]) -> float:
    return hypot((b[0] - a[0]) * cos(radians(a[1])), b[1] - a[1])


def _between(a: Sequence[float], b: Sequence[float], share: float) -> list[float]:
    return [round(a[n] + (b[n] - a[n]) * share, 7) for n in (0, 1)]


def _ring(corners: list[list[float]]) -> Geometry:
    return {"type": "Polygon", "coordinates": [corners]}


def _metres(longitude: float, latitude: float) -> tuple[float, float]:
    x = (longitude - ORIGIN[0]) * METRES_A_DEGREE * cos(radians(ORIGIN[1]))
    return x, (latitude - ORIGIN[1]) * METRES_A_DEGREE


def _degrees(x: float, y: float) -> list[float]:
    longitude = ORIGIN[0] + x / (METRES_A_DEGREE * cos(radians(ORIGIN[1])))
    return [round(longitude, 7), round(ORIGIN[1] + y / METRES_A_DEGREE, 7)]
