"""The outlines of a sheet as a small drawing: it needs no WebGL, and prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDTH = 1000.0
MOST = 4000
"""Outlines in one drawing."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An outline as an SVG path."""

    number: int
    path: str


def draw(shapes: Sequence[tuple[int, dict[str, Any]]]) -> tuple[str, list[Drawn]]:
    """The drawing's viewBox and its outlines, north up; large ones first, to lie beneath."""
    rings = [(number, list(_rings(geometry))) for number, geometry in shapes[:MOST]]
    points = [point for _, parts in rings for part in parts for point in part]
    if not points:
        return "", []
    west, north = min(p[0] for p in points), max(p[1] for p in points)
    narrow = cos(radians(north))
    across = max((max(p[0] for p in points) - west) * narrow, 1e-6)
    scale = WIDTH / max(across, (north - min(p[1] for p in points)))

    def place(point: Point) -> Point:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    height = max(place(point)[1] for point in points)
    drawn = [
        (sum(_extent(part) for part in parts), Drawn(number, _path(map(place, p) for p in parts)))
        for number, parts in rings
    ]
    drawn.sort(key=lambda pair: -pair[0])
    return f"-12 -12 {across * scale + 24:.0f} {height + 24:.0f}", [one for _, one in drawn]


def _rings(geometry: dict[str, Any]) -> Iterator[list[Point]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        x, y = coordinates
        r = 0.00004
        yield [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    for polygon in [coordinates] if kind == "Polygon" else coordinates:
        if kind != "Point":
            yield from ([(p[0], p[1]) for p in ring] for ring in polygon)


def _extent(ring: list[Point]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _path(parts: Any) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in part) + "Z" for part in parts)
