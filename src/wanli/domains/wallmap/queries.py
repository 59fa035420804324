"""What the wall map draws."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from wanli.domains.places.models import Place
from wanli.domains.wallmap.rules import schematic
from wanli.ground.fields import below

DRAWN = ("compound", "building", "park", "tower")


def features(paths: tuple[str, ...], *, stairwells_of: str = "") -> dict[str, Any]:
    """GeoJSON of the compounds and buildings below ``paths``, drawn from the map that was
    imported, or schematically where there is none at all.

    ``stairwells_of``: the path of a building whose stairwells are drawn instead of itself.
    """
    found = list(
        Place.objects.standing().filter(below(paths), kind__in=DRAWN).order_by("path", "ordinal")
    )
    outlines: dict[str, Any] = {place.label: place.geometry for place in found if place.geometry}
    if not outlines:
        outlines = _schematic(found)
    drawn = [_feature(place, outlines.get(place.label)) for place in found]
    if stairwells_of:
        cut = Place.objects.standing().filter(below([stairwells_of]), kind="stairwell")
        drawn += [_feature(place, place.geometry) for place in cut]
        drawn = [f for f in drawn if f and f["properties"]["path"] != stairwells_of]
    return {"type": "FeatureCollection", "features": [feature for feature in drawn if feature]}


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
            "height": place.height or (place.floors or 6) * 3,
        },
    }


def _schematic(places: list[Place]) -> dict[str, Any]:
    compounds = sorted((p for p in places if p.kind == "compound"), key=lambda p: p.path)
    inside: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        if place.kind == "building":
            inside[place.path.rpartition(".")[0]].append(place)
    outlines: dict[str, Any] = {}
    drawing = schematic.layout([len(inside[c.path]) for c in compounds])
    for compound, (block, boxes) in zip(compounds, drawing, strict=True):
        outlines[compound.label] = block.polygon()
        ordered = sorted(inside[compound.path], key=lambda p: (p.ordinal, p.name))
        for building, box in zip(ordered, boxes, strict=True):
            outlines[building.label] = box.polygon()
    return outlines
