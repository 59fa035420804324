"""Where places of the tree lie, as the planning of rounds wants to know it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wanli.domains.errands.solver.ways import Spot, middle
from wanli.domains.places.models import Place


def spots_of(paths: Iterable[str]) -> dict[str, Spot]:
    """The spot of each path. One query, whatever their number.

    A house counts where its outline lies, if one is drawn; a home on the floor of its number.
    """
    wanted = list(dict.fromkeys(paths))
    labels = {label for path in wanted for label in path.split(".") if label}
    places = {one.label: one for one in Place.objects.filter(label__in=labels)}
    return {
        path: _spot([places[one] for one in path.split(".") if one in places]) for path in wanted
    }


def floor_of(number: str) -> int:
    """Out of a home's number: 301 is on the third, 1203 on the twelfth; the first if it says none.

    >>> floor_of("301"), floor_of("1203"), floor_of("302甲"), floor_of("东")
    (3, 12, 3, 1)
    """
    found = re.fullmatch(r"(\d{1,2})\d\d\D{0,3}", number.strip())
    return max(1, int(found[1])) if found else 1


def _spot(line: list[Place]) -> Spot:
    """Of the last in this line of places, from the top down."""
    by_kind = {one.kind: one for one in line}
    building, home = by_kind.get("building"), by_kind.get("household")
    drawn = building or (line[-1] if line else None)
    return Spot(
        area=_label(by_kind.get("area")),
        compound=_label(by_kind.get("compound") or by_kind.get("park") or by_kind.get("tower")),
        building=_label(building),
        stairwell=_label(by_kind.get("stairwell")),
        floor=floor_of(home.name) if home else 1,
        floors=(building.floors if building else 0) or 0,
        at=middle(drawn.geometry) if drawn else None,
    )


def _label(place: Place | None) -> str:
    return place.label if place else ""
