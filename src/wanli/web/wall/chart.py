"""The wall chart on paper: A3, a page for each residential area with its compounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from math import cos, radians
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.ledger.queries import Figure, figures
from wanli.domains.ledger.registry import measures
from wanli.domains.places.access import Place
from wanli.domains.places.queries import breadcrumb, standing_below
from wanli.domains.wallmap import queries
from wanli.ground import typeset
from wanli.kernel import clock
from wanli.kernel.access import Access, covers

TEMPLATE = Path(__file__).parent / "print" / "chart.typ"
CHIEF = (
    "residents", "registered_elsewhere", "households", "empty_homes", "let_homes",
    "homes_canvassed", "homes_to_canvass", "key_persons", "posts_vacant",
)  # fmt: skip
ABOVE_AREAS = ("district", "subdistrict")
METRES_A_DEGREE = 111_320.0
Point = tuple[float, float]


def chart(access: Access, at: Place, measure: str, day: date | None) -> bytes:
    """The chart of a place as a PDF; the map is tinted by ``measure``. Three queries a chart."""
    pages = [at]
    if at.kind in ABOVE_AREAS:
        pages += standing_below(at.path, ("area",))
    rows = standing_below(at.path, ("area", "compound", "building", "stairwell"))
    inside = {page.label: [row for row in rows if row.parent_id == page.pk] for page in pages}
    labels = {one.label for page in pages for one in (page, *inside[page.label])}
    books = {(f.label, f.measure): f for f in figures(labels=list(labels), measures=CHIEF, day=day)}
    houses = [row.label for row in rows if row.kind == "building"]
    tint = {f.label: f for f in figures(labels=houses, measures=[measure], day=day)}
    shapes = queries.features(access.paths("wall.view"))["features"]
    above = " · ".join(step.name for step in breadcrumb(at)[:-1])
    return typeset.pdf(
        TEMPLATE,
        {
            "title": f"{at.name} {_('挂图')}",
            "lang": (get_language() or "zh")[:2],
            "day": formats.date_format(day or clock.today(), "DATE_FORMAT"),
            "foot": _("打印于 {when}。数字出自台账,各处之和等于合计。").format(
                when=formats.date_format(clock.local(clock.now()), "DATETIME_FORMAT")
            ),
            "words": _words(measure),
            "pages": [
                _page(page, above if page is at else at.name, inside[page.label], books,
                    _drawing(page, inside[page.label], shapes, tint))
                for page in pages
            ],
        },
    )  # fmt: skip


def _words(measure: str) -> dict[str, str]:
    name = str(measures()[measure].name)
    return {
        "place": _("地点"),
        "motto": _("严控增量,管好存量"),
        "nothing": _("这里还没有可画的地点。"),
        "key": _("楼的深浅:{name}存量;红边:今日有增。").format(name=name),
    }


def _page(
    page: Place,
    above: str,
    inside: list[Place],
    books: dict[tuple[str, str], Figure],
    drawing: dict[str, Any] | None,
) -> dict[str, Any]:
    known = measures()
    return {
        "name": page.name,
        "above": above,
        "chief": [
            {"name": str(known[key].name), **_cell(books[page.label, key])}
            for key in CHIEF
            if (page.label, key) in books
        ],
        "columns": [str(known[key].name) for key in CHIEF],
        "rows": [
            {"name": one.name, "cells": [_cell(books[one.label, key]) for key in CHIEF]}
            for one in inside
            if (one.label, CHIEF[0]) in books
        ],
        "map": drawing,
    }


def _cell(figure: Figure) -> dict[str, Any]:
    return {
        "stock": f"{figure.stock:,}",
        "plus": f"{figure.plus:,}" if figure.plus else "",
        "minus": f"{figure.minus:,}" if figure.minus else "",
        "good": measures()[figure.measure].rising_is_good,
    }


def _drawing(
    page: Place, inside: list[Place], shapes: list[dict[str, Any]], tint: dict[str, Figure]
) -> dict[str, Any] | None:
    """What lies in the place, in metres from its north-west corner; None where nothing is drawn."""
    mine = [
        (one["properties"], list(_rings(one["geometry"])))
        for one in shapes
        if covers(page.path, one["properties"]["path"]) and one["geometry"]["type"] != "Point"
    ]
    points = [point for _said, rings in mine for ring in rings for point in ring]
    if not points:
        return None
    west, north = min(p[0] for p in points), max(p[1] for p in points)
    narrow = cos(radians(north)) * METRES_A_DEGREE

    def metres(point: Point) -> list[float]:
        return [
            round((point[0] - west) * narrow, 1),
            round((north - point[1]) * METRES_A_DEGREE, 1),
        ]

    most = max((tint[p["label"]].stock for p, _r in mine if p["label"] in tint), default=0)
    middles: defaultdict[str, list[list[float]]] = defaultdict(list)
    grounds, houses = [], []
    for said, rings in mine:
        drawn = [[metres(point) for point in ring] for ring in rings]
        middles[said["path"]] += [_middle(ring) for ring in drawn]
        figure = tint.get(said["label"])
        for ring in drawn:
            if figure is None:
                grounds.append({"points": ring})
            else:
                share = figure.stock / most if most else 0
                houses.append({"points": ring, "share": share, "grown": figure.plus > 0})
    far = [metres(point) for point in points]
    return {
        "width": max(1.0, max(p[0] for p in far)),
        "height": max(1.0, max(p[1] for p in far)),
        "grounds": grounds,
        "houses": houses,
        "names": [
            {"text": one.name, "at": _middle(spots)}
            for one in inside
            if (
                spots := [
                    s for path, found in middles.items() if covers(one.path, path) for s in found
                ]
            )
        ],
    }


def _rings(geometry: dict[str, Any]) -> Iterable[list[Point]]:
    """The outer ring of each polygon: on paper a courtyard is no matter."""
    coordinates = geometry["coordinates"]
    for polygon in [coordinates] if geometry["type"] == "Polygon" else coordinates:
        yield [(point[0], point[1]) for point in polygon[0]]


def _middle(points: list[list[float]]) -> list[float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return [(min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2]
