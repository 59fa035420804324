"""Footprints out of a GeoJSON file, mended and flattened, in the datum they were drawn in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

from wanli.reading import datum
from wanli.reading.values import Unreadable, noop, text

MOST_SHAPES = 20_000
MOST_BYTES = 100_000_000
FAR = 1e9
DEGREES = re.compile(r"CRS84|EPSG:+(4326|4490|4979)$", re.IGNORECASE)
"""Longitude and latitude: WGS-84, and CGCS2000, which differs from it by centimetres."""
NAMES = (
    "name", "名称", "楼号", "楼栋", "楼名", "门牌", "地址", "address", "addr:housenumber", "title",
)  # fmt: skip

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry
CODES = ("code", "label", "编码", "代码", "编号", "id")
COMPOUNDS = ("compound", "小区", "小区名", "小区名称", "addr:place")
FLOORS = ("floors", "levels", "building:levels", "层数", "楼层", "总层数")
HEIGHTS = ("height", "高度", "楼高", "建筑高度")


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline, or one point, with what the file says of it."""

    number: int
    """Its place in the file, from 1."""
    geometry: dict[str, Any] | None
    """GeoJSON Polygon, MultiPolygon or Point in two dimensions; None when it cannot be used."""
    name: str = ""
    code: str = ""
    compound: str = ""
    floors: int | None = None
    height: float | None = None
    problem: str = ""
    """Why it cannot be used (a message id)."""
    mended: bool = False


def read(content: bytes) -> list[Shape]:
    """Every shape in the file. ``Unreadable`` says why it is none of ours."""
    if len(content) > MOST_BYTES:
        raise Unreadable(
            "文件超过 {n} MB。请只导出楼的轮廓,或按小区分成几个文件。", n=MOST_BYTES // 1_000_000
        )
    whole = _parsed(content)
    _only_degrees(whole)
    features = _features(whole)
    if not features:
        raise Unreadable("文件里没有图形。请确认导出时选中了楼栋图层。")
    if len(features) > MOST_SHAPES:
        raise Unreadable("文件里有 {n} 个图形,一次最多 {most} 个。请按小区分成几个文件。",
            n=len(features), most=MOST_SHAPES)  # fmt: skip
    found = [_shape(number, feature) for number, feature in enumerate(features, 1)]
    if not any(shape_.geometry for shape_ in found):
        raise Unreadable("文件里没有面,也没有点。楼要用面(Polygon)画轮廓,门岗用点。")
    return found


def moved(geometry: dict[str, Any], change: Any) -> dict[str, Any]:
    """The geometry with ``change`` applied to each of its points."""

    def walk(part: Any) -> Any:
        if part and isinstance(part[0], (int, float)):
            x, y = change((part[0], part[1]))
            return [round(x, 7), round(y, 7)]
        return [walk(one) for one in part]

    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def in_wgs84(shapes: list[Shape], drawn_in: str) -> list[Shape]:
    """The shapes in WGS-84, out of the datum they were drawn in."""
    if drawn_in != "GCJ-02":
        return shapes
    return [
        replace(one, geometry=moved(one.geometry, datum.from_gcj)) if one.geometry else one
        for one in shapes
    ]


def _parsed(content: bytes) -> Any:
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = content.decode("gb18030", errors="replace")
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        raise Unreadable("这不是 GeoJSON:打不开。请在地图软件里另存为 GeoJSON 再传。") from None


def _features(whole: Any) -> list[Any]:
    kind = whole.get("type") if isinstance(whole, dict) else None
    if kind == "FeatureCollection" and isinstance(whole.get("features"), list):
        return list(whole["features"])
    if kind == "Feature":
        return [whole]
    raise Unreadable("这是 JSON,但不是地图(FeatureCollection)。请在地图软件里另存为 GeoJSON 再传。")


def _only_degrees(whole: Any) -> None:
    crs = whole.get("crs") if isinstance(whole, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and name and not DEGREES.search(name):
        raise _projected(name)


def _projected(name: str = "") -> Unreadable:
    return Unreadable(
        "坐标是米,不是经纬度({name})。请在地图软件里把坐标系改为 WGS-84(EPSG:4326)另存后再传。",
        name=name[-40:] or "EPSG:4527",
    )


def _shape(number: int, feature: Any) -> Shape:
    if not isinstance(feature, dict):
        return Shape(number, None, problem=noop("不是图形。"))
    said = feature.get("properties")
    properties = said if isinstance(said, Mapping) else {}
    geometry, problem, mended = _geometry(feature.get("geometry"))
    return Shape(
        number=number,
        geometry=geometry,
        name=_first(properties, NAMES),
        code=_first(properties, CODES) or text(feature.get("id"))[:60],
        compound=_first(properties, COMPOUNDS),
        floors=_number(_first(properties, FLOORS), 1, 200),
        height=_metres(_first(properties, HEIGHTS)),
        problem=problem,
        mended=mended,
    )


def _geometry(given: Any) -> tuple[dict[str, Any] | None, str, bool]:
    from shapely import make_valid  # here: a start needs no geometry
    from shapely.errors import ShapelyError
    from shapely.geometry import mapping, shape

    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in ("Polygon", "MultiPolygon", "Point"):
        return None, noop("不是面也不是点,没有轮廓可用。") if kind else noop("没有图形。"), False
    for x, y in _points(given.get("coordinates")):
        if abs(x) > 180 or abs(y) > 90:
            if 73 <= y <= 136 and 3 <= x <= 54:
                raise Unreadable("经度和纬度写反了。请把每个点改为先经度(约 121)后纬度(约 31)。")
            raise _projected()
    try:
        drawn = shape(given)
        sound = drawn if drawn.is_valid else make_valid(drawn)
    except (ShapelyError, ValueError, TypeError, LookupError, AttributeError):
        return None, noop("图形不完整:点太少,或没有闭合。"), False
    kept = sound if kind == "Point" else _faces(sound)
    if kept is None or kept.is_empty:
        return None, noop("图形是空的,或没有面积。"), False
    return moved(mapping(kept), lambda point: point), "", kept is not drawn


def _faces(drawn: BaseGeometry) -> BaseGeometry | None:
    """The polygons of what a mended outline fell into; lines and points are left."""
    from shapely import MultiPolygon, Polygon

    if isinstance(drawn, (Polygon, MultiPolygon)):
        return drawn
    parts = [
        polygon
        for part in getattr(drawn, "geoms", ())
        for polygon in getattr(part, "geoms", (part,))
        if isinstance(polygon, Polygon)
    ]
    return MultiPolygon(parts) if parts else None


def _points(part: Any) -> Iterator[tuple[float, float]]:
    """Every point of nested coordinates; what is no number is left to be found out later."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, list) or not one:
            continue
        if isinstance(one[0], list):
            waiting.extend(one)
        elif len(one) >= 2 and all(isinstance(n, (int, float)) for n in one[:2]):
            yield _coordinate(one[0]), _coordinate(one[1])


def _coordinate(said: float) -> float:
    """A number far beyond any degree for what is none: NaN, infinity, four hundred digits."""
    try:
        found = float(said)
    except OverflowError:
        return FAR
    return found if isfinite(found) else FAR


def _first(properties: Mapping[str, Any], names: tuple[str, ...]) -> str:
    known = {str(key).strip().lower(): value for key, value in properties.items()}
    for name in names:
        value = known.get(name)
        if isinstance(value, (str, int, float)) and text(value):
            return text(value)[:80]
    return ""


def _number(said: str, least: int, most: int) -> int | None:
    match = re.match(r"\d{1,4}", said)
    found = int(match[0]) if match else 0
    return found if least <= found <= most else None


def _metres(said: str) -> float | None:
    match = re.match(r"\d{1,4}(\.\d+)?", said)
    found = float(match[0]) if match else 0.0
    return round(found, 1) if 1 <= found <= 700 else None
