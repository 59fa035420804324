"""What the wall map draws."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from wanli.domains.places.models import Place
from wanli.domains.wallmap.rules import schematic
from wanli.domains.wallmap.rules.schematic import Block
from wanli.ground.fields import below

DRAWN = ("compound", "building", "park", "tower", "gate")
FLOOR_METRES, FLOORS = 3.0, 6
"""Where neither height nor floors are known."""
Outlines = dict[str, dict[str, Any]]


def features(paths: tuple[str, ...], *, stairwells_of: str = "") -> dict[str, Any]:
    """GeoJSON of the compounds and buildings below ``paths``: as the imported map has them, and
    schematically, beside them, what it does not show.

    ``stairwells_of``: the path of a building whose stairwells are drawn instead of itself.
    """
    found = list(
        Place.objects.standing().filter(below(paths), kind__in=DRAWN).order_by("path", "ordinal")
    )
    outlines: Outlines = {place.label: place.geometry for place in found if place.geometry}
    _complete(found, outlines)
    drawn = [_feature(place, outlines.get(place.label)) for place in found]
    if stairwells_of:
        drawn += _stairwells(paths, stairwells_of, outlines)
        drawn = [f for f in drawn if f and f["properties"]["path"] != stairwells_of]
    return {"type": "FeatureCollection", "features": [feature for feature in drawn if feature]}


def _stairwells(
    paths: tuple[str, ...], path: str, outlines: Outlines
) -> list[dict[str, Any] | None]:
    """The stairwells of a building, as far as the reader's posts go."""
    found = list(
        Place.objects.standing()
        .filter(below(paths), kind="stairwell", path__within=path)
        .order_by("ordinal", "name")
    )
    if any(place.geometry is None for place in found):
        # Who answers for one stairwell sees the building above it, but not what stands around.
        building = outlines.get(path.rpartition(".")[2]) or Place.objects.get(path=path).geometry
        cut = schematic.slices(building or schematic.ALONE.polygon(), len(found))
    else:
        cut = [place.geometry or {} for place in found]
    return [_feature(place, outline) for place, outline in zip(found, cut, strict=True)]


def _feature(place: Place, outline: dict[str, Any] | None) -> dict[str, Any] | None:
    if outline is None:
        return None
    return {
        "type": "Feature",
        "geometry": outline,
        "properties": {
            "label": place.label,
            "name": place.name,
            "kind": place.kind,
            "path": place.path,
            "height": place.height or (place.floors or FLOORS) * FLOOR_METRES,
        },
    }


def _complete(places: list[Place], outlines: Outlines) -> None:
    """Add an outline for every compound and building that has none."""
    inside: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.kind == "building":
            inside[place.path.rpartition(".")[0]].append(place)
    heads = {place.path: place for place in places if place.kind == "compound"}
    # Who answers for a single building sees it without its compound.
    order = sorted({*heads, *inside})
    for path in order:
        inside[path].sort(key=lambda place: (place.ordinal, place.name))
    blocks = [
        Block(
            outlines.get(heads[path].label) if path in heads else None,
            tuple(outlines.get(place.label) for place in inside[path]),
        )
        for path in order
    ]
    for path, (block, boxes) in zip(order, schematic.complete(blocks), strict=True):
        if path in heads:
            outlines.setdefault(heads[path].label, block)
        for building, box in zip(inside[path], boxes, strict=True):
            outlines.setdefault(building.label, box)
