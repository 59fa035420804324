"""How far it is from one door to the next, on foot and by the stairs.

Between buildings that are drawn on the map the line between their middles counts, lengthened as
people walk; for all others the tree says how near they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

EARTH = 6_371_000.0
"""Mean radius, metres."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a door, a shop or a collection point lies.

    Each name tells places of its kind apart; an empty one means that the spot lies in none (a
    collection point lies in a compound, but in no building).
    """

    area: str = ""
    compound: str = ""
    building: str = ""
    stairwell: str = ""
    floor: int = 1
    floors: int = 0
    """Of the building; 0 where nobody said."""
    at: tuple[float, float] | None = None
    """Longitude, latitude, degrees."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How people walk: metres, seconds."""

    metres_a_second: float = 1.1
    detour: float = 1.35
    """What is walked for each metre of the line between two buildings."""
    floor: int = 18
    """Seconds for a floor on the stairs, up or down."""
    lift_from: int = 7
    """Houses with so many floors have a lift."""
    lift: int = 60
    """Seconds to wait for it and to get in and out."""
    lift_floor: int = 4
    neighbours: int = 15
    """Metres to another door of the same stairwell and floor."""
    stairwells: int = 40
    """Metres from one stairwell of a building to another."""
    buildings: int = 150
    compounds: int = 600
    areas: int = 1500


def metres(pace: Pace, one: Spot, other: Spot) -> int:
    """The way on the ground between two spots."""
    if one == other:
        return 0
    if one.stairwell and one.stairwell == other.stairwell:
        return pace.neighbours if one.floor == other.floor else 0
    if one.building and one.building == other.building:
        return pace.stairwells
    if one.at and other.at:
        return max(pace.stairwells, math.ceil(_line(one.at, other.at) * pace.detour))
    if one.compound and one.compound == other.compound:
        return pace.buildings
    if one.area and one.area == other.area:
        return pace.compounds
    return pace.areas


def seconds(pace: Pace, one: Spot, other: Spot) -> int:
    """The time from one spot to another: down, across, up."""
    if one == other:
        return 0
    across = math.ceil(metres(pace, one, other) / pace.metres_a_second)
    if one.stairwell and one.stairwell == other.stairwell:
        return across + _climb(pace, abs(one.floor - other.floor), max(one.floors, other.floors))
    return across + sum(_climb(pace, max(0, each.floor - 1), each.floors) for each in (one, other))


def middle(geometry: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Longitude and latitude of the middle of what a GeoJSON geometry spans, if it has one."""
    points = list(_points((geometry or {}).get("coordinates")))
    if not points:
        return None
    east, north = [x for x, _ in points], [y for _, y in points]
    return (min(east) + max(east)) / 2, (min(north) + max(north)) / 2


def _climb(pace: Pace, floors: int, of: int) -> int:
    if not floors:
        return 0
    by_stairs = floors * pace.floor
    return (
        min(by_stairs, pace.lift + floors * pace.lift_floor) if of >= pace.lift_from else by_stairs
    )


def _line(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres; the earth is flat enough within a district."""
    north = math.radians(other[1] - one[1])
    east = math.radians(other[0] - one[0]) * math.cos(math.radians((one[1] + other[1]) / 2))
    return EARTH * math.hypot(north, east)


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list | tuple) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _points(part)
