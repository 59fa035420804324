"""A tidy drawing for a subdistrict that has no map: good enough to be used for ever.

Compounds become blocks of one size in a near-square grid, in their own order; buildings become
boxes in rows within their block, stairwells slices of their building from west to east.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sqrt
from typing import Any

ORIGIN = (122.90, 30.60)
METRES_A_DEGREE = 111_320.0
BLOCK, STREET, EDGE = 180.0, 26.0, 10.0
"""Metres: side of a block, width of a street, free strip inside a block."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in metres east and north of the drawing's corner."""

    x: float
    y: float
    width: float
    depth: float

    def polygon(self) -> dict[str, Any]:
        """As GeoJSON."""
        corners = (
            (self.x, self.y),
            (self.x + self.width, self.y),
            (self.x + self.width, self.y + self.depth),
            (self.x, self.y + self.depth),
            (self.x, self.y),
        )
        return {"type": "Polygon", "coordinates": [[_degrees(*corner) for corner in corners]]}


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


def slices(box: Box, count: int) -> list[Box]:
    """A building cut into ``count`` stairwells from west to east."""
    width = box.width / max(1, count)
    return [Box(box.x + n * width, box.y, width, box.depth) for n in range(count)]


def layout(compounds: Sequence[int]) -> list[tuple[Box, list[Box]]]:
    """A block for each compound with a box for each of its (so many) buildings."""
    return [
        (block, boxes(block, count))
        for block, count in zip(blocks(len(compounds)), compounds, strict=True)
    ]


def _degrees(x: float, y: float) -> list[float]:
    longitude = ORIGIN[0] + x / (METRES_A_DEGREE * cos(radians(ORIGIN[1])))
    return [round(longitude, 7), round(ORIGIN[1] + y / METRES_A_DEGREE, 7)]
