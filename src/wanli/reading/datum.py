"""GCJ-02, the shifted datum of maps published in China, and WGS-84.

The shift is the published series that every open converter uses (Krasovsky ellipsoid, sines of
longitude and latitude); it has no closed inverse, so ``from_gcj`` walks back to the point whose
shift leads here, to well under a centimetre. Points outside China are not shifted.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

Point = tuple[float, float]
"""Longitude and latitude, in degrees."""

SEMI_MAJOR = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
ROUNDS = 6
METRES_A_DEGREE = 111_320.0


def to_gcj(point: Point) -> Point:
    """Where a WGS-84 point is drawn on a GCJ-02 map."""
    if not _in_china(point):
        return point
    east, north = _shift(point)
    return point[0] + east, point[1] + north


def from_gcj(point: Point) -> Point:
    """The WGS-84 point that a GCJ-02 map draws here."""
    found = point
    for _ in range(ROUNDS):
        drawn = to_gcj(found)
        found = found[0] + point[0] - drawn[0], found[1] + point[1] - drawn[1]
    return found


def metres(a: Point, b: Point) -> tuple[float, float]:
    """How far ``b`` lies east and north of ``a``, on the small scale of a town."""
    east = (b[0] - a[0]) * METRES_A_DEGREE * cos(radians(a[1]))
    return east, (b[1] - a[1]) * METRES_A_DEGREE


def _in_china(point: Point) -> bool:
    return 72.004 <= point[0] <= 137.8347 and 0.8293 <= point[1] <= 55.8271


def _shift(point: Point) -> Point:
    x, y = point[0] - 105.0, point[1] - 35.0
    slope = radians(point[1])
    magic = 1 - ECCENTRICITY_SQUARED * sin(slope) ** 2
    meridian = SEMI_MAJOR * (1 - ECCENTRICITY_SQUARED) / (magic * sqrt(magic))
    parallel = SEMI_MAJOR / sqrt(magic) * cos(slope)
    return _east(x, y) / parallel * 180 / pi, _north(x, y) / meridian * 180 / pi


def _waves(value: float, *pairs: tuple[float, float]) -> float:
    return sum(size * sin(value * pi / length) for size, length in pairs) * 2 / 3


def _east(x: float, y: float) -> float:
    straight = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    return straight + ripple + _waves(x, (20, 1), (40, 3)) + _waves(x, (150, 12), (300, 30))


def _north(x: float, y: float) -> float:
    straight = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    return straight + ripple + _waves(y, (20, 1), (40, 3)) + _waves(y, (160, 12), (320, 30))
