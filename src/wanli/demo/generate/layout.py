"""Streets, compounds and buildings on an invented plain.

Worked out in metres east and north of a corner, then laid on the globe in open sea, so that no
map of a real place can be mistaken for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from random import Random

ORIGIN = (122.90, 30.60)
METRES_A_DEGREE = 111_320.0
FLOOR_METRES = 2.9

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Block:
    """A plot between streets: west, south, width and depth in metres."""

    x: float
    y: float
    width: float
    depth: float

    def inset(self, by: float) -> Block:
        return Block(self.x + by, self.y + by, self.width - 2 * by, self.depth - 2 * by)


@dataclass(frozen=True, slots=True)
class Footprint:
    """A building: its plot, floors, and into how many stairwells it is cut from west to east."""

    plot: Block
    floors: int
    stairwells: int
    homes_a_floor: int

    @property
    def height(self) -> float:
        return self.floors * FLOOR_METRES


def blocks(random: Random, columns: int, rows: int) -> list[Block]:
    """Plots of a street grid: avenues wider than lanes, no two blocks alike, a canal halfway."""
    widths = [random.uniform(168, 232) for _ in range(columns)]
    depths = [random.uniform(150, 206) for _ in range(rows)]
    found: list[Block] = []
    y = 0.0
    for row, depth in enumerate(depths):
        x = 0.0
        for column, width in enumerate(widths):
            found.append(Block(x, y, width, depth))
            x += width + (34 if column % 3 == 2 else 18)
        y += depth + (52 if row == rows // 2 - 1 else 16)
    return found


def slabs(random: Random, block: Block) -> list[Footprint]:
    """Rows of six-storey slabs facing south, as they were built in the eighties."""
    inner = block.inset(11)
    deep, gap = 11.5, random.uniform(13.5, 17)
    per_row = 2 if inner.width < 190 else 3
    long = (inner.width - (per_row - 1) * 11) / per_row
    found: list[Footprint] = []
    y = inner.y
    while y + deep <= inner.y + inner.depth:
        for n in range(per_row):
            if random.random() < 0.06:
                continue
            trim = random.uniform(0, 7)
            plot = Block(inner.x + n * (long + 11) + trim / 2, y, long - trim, deep)
            found.append(Footprint(plot, random.choice((5, 6, 6, 6)), 4 if long > 62 else 3, 3))
        y += deep + gap
    return found


def towers(random: Random, block: Block) -> list[Footprint]:
    """Point towers of the two-thousands around a green."""
    inner = block.inset(13)
    columns, rows = max(2, int(inner.width // 46)), max(2, int(inner.depth // 50))
    found: list[Footprint] = []
    for row in range(rows):
        for column in range(columns):
            if 0 < row < rows - 1 and 0 < column < columns - 1 and random.random() < 0.7:
                continue
            side = random.uniform(21, 25)
            x = inner.x + (inner.width - side) * column / (columns - 1)
            y = inner.y + (inner.depth - side * 0.8) * row / (rows - 1)
            plot = Block(x, y, side, side * 0.8)
            found.append(Footprint(plot, random.choice((11, 14, 16, 18, 18, 24)), 1, 6))
    return found


def mixed(random: Random, block: Block) -> list[Footprint]:
    """Slabs in the south, towers along the northern street."""
    cut = block.depth * 0.62
    south = Block(block.x, block.y, block.width, cut)
    north = Block(block.x, block.y + cut - 8, block.width, block.depth - cut + 8).inset(12)
    found = slabs(random, south)
    count = max(2, int(north.width // 44))
    for n in range(count):
        x = north.x + (north.width - 24) * n / max(1, count - 1)
        plot = Block(x, north.y + north.depth - 19, 24, 18)
        found.append(Footprint(plot, random.choice((12, 16, 18)), 1, 6))
    return found


def slices(plot: Block, count: int) -> list[Block]:
    """A building cut into stairwells from west to east."""
    width = plot.width / count
    return [Block(plot.x + n * width, plot.y, width, plot.depth) for n in range(count)]


def polygon(block: Block) -> dict[str, object]:
    """GeoJSON, in WGS-84 degrees."""
    corners = [
        (block.x, block.y),
        (block.x + block.width, block.y),
        (block.x + block.width, block.y + block.depth),
        (block.x, block.y + block.depth),
        (block.x, block.y),
    ]
    return {"type": "Polygon", "coordinates": [[list(degrees(corner)) for corner in corners]]}


def point(x: float, y: float) -> dict[str, object]:
    """GeoJSON, in WGS-84 degrees."""
    return {"type": "Point", "coordinates": list(degrees((x, y)))}


def degrees(metres: Point) -> Point:
    """Longitude and latitude of a spot on the plain, to the centimetre."""
    x, y = metres
    longitude = ORIGIN[0] + x / (METRES_A_DEGREE * cos(radians(ORIGIN[1])))
    return round(longitude, 7), round(ORIGIN[1] + y / METRES_A_DEGREE, 7)
