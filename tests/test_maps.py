"""A map file comes in: outlines find their places, are looked at, drawn, and taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from tests.world import World
from wanli.domains.places.models import MapSheet, Place
from wanli.reading import datum

SECRETARY = "committee_secretary"


def square(x: float, y: float, side: float = 0.0003) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def face(x: float, y: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [square(x, y)]}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def hand_in(
    world: World, content: bytes, at: Place, key: str = SECRETARY, drawn_in: str = "WGS-84"
) -> HttpResponse:
    file = SimpleUploadedFile("楼.geojson", content)
    typed = {"file": file, "label": at.label, "datum": drawn_in}
    return world.client(key).post(reverse("maps:list"), typed)  # type: ignore[return-value]


def do(world: World, what: str, sheet: MapSheet, **typed: str) -> HttpResponse:
    address = reverse(f"maps:{what}", args=[sheet.pk])
    return world.client(SECRETARY).post(address, typed)  # type: ignore[return-value]


def taken_in(world: World, content: bytes, at: Place, drawn_in: str = "WGS-84") -> MapSheet:
    answer = hand_in(world, content, at, drawn_in=drawn_in)
    assert answer.status_code == 302, answer.content.decode()
    return MapSheet.objects.latest("created_at")


@pytest.fixture
def compound(world: World) -> Place:
    return Place.objects.get(path=world.stairwell.path.rsplit(".", 2)[0])


def middle(place: Place) -> tuple[float, float]:
    assert place.geometry is not None
    ring = place.geometry["coordinates"][0][:4]
    return sum(p[0] for p in ring) / 4, sum(p[1] for p in ring) / 4


def beside(place: Place, east: float = 0.0) -> tuple[float, float]:
    x, y = middle(place)
    return x - 0.00015 + east, y - 0.00015


def test_names_as_people_write_them_find_their_buildings(world: World, compound: Place) -> None:
    one, two, three = compound.children.filter(kind="building").order_by("ordinal")[:3]
    sheet = taken_in(
        world,
        geojson(
            feature(face(*beside(one)), name="一号楼", 层数="7", 高度="21.5米"),
            feature(face(*beside(two)), 楼号="２幢", 小区=compound.name),
            feature(face(*beside(three)), name=f"{compound.name}3号"),
            feature(face(*beside(one, 0.001)), name="泵房"),
        ),
        compound,
    )
    assert [shape.place_id for shape in sheet.shapes.order_by("number")] == [
        one.pk, two.pk, three.pk, None,
    ]  # fmt: skip
    before = one.geometry
    page = world.client(SECRETARY).get(reverse("maps:sheet", args=[sheet.pk])).content.decode()
    assert "没有叫这个名称的地点" in page
    assert Place.objects.get(pk=one.pk).geometry == before

    assert do(world, "write", sheet).status_code == 302
    drawn = Place.objects.get(pk=one.pk)
    assert (drawn.floors, drawn.height) == (7, 21.5)
    assert drawn.geometry != before
    assert Place.objects.get(pk=two.pk).floors == two.floors
    wall = world.client(SECRETARY).get(reverse("wall:features")).json()
    shown = {f["properties"]["label"]: f["geometry"] for f in wall["features"]}
    assert shown[one.label] == drawn.geometry
    said = world.client(SECRETARY).get(reverse("places:edit", args=[one.label])).content.decode()
    assert "楼.geojson" in said

    assert do(world, "undo", sheet).status_code == 302
    assert Place.objects.get(pk=one.pk).geometry == before
    assert Place.objects.get(pk=one.pk).floors == one.floors


def test_one_number_in_two_compounds_is_told_apart_by_where_it_lies(world: World) -> None:
    area = world.post("other_worker").place
    compounds = list(area.children.filter(kind="compound").order_by("ordinal"))
    if len(compounds) < 2:
        other = compounds[0]
        compounds.append(
            Place.objects.create(
                label="twinlab1", path=f"{area.path}.twinlab1", parent=area, kind="compound",
                name="双生苑", ordinal=9, geometry=face(123.5, 30.0),
            )
        )  # fmt: skip
        Place.objects.create(
            label="twinlab2", path=f"{area.path}.twinlab1.twinlab2", parent=compounds[1],
            kind="building", name=other.children.filter(kind="building")[0].name,
        )  # fmt: skip
    building = compounds[0].children.filter(kind="building")[0]
    assert compounds[0].geometry is not None
    inside = hand_in(
        world, geojson(feature(face(*beside(building)), name=building.name)), area, "other_worker"
    )
    assert inside.status_code == 302
    shape = MapSheet.objects.latest("created_at").shapes.get()
    assert shape.place_id == building.pk
    assert shape.confidence == "sure"
    hand_in(world, geojson(feature(face(121.0, 31.0), name=building.name)), area, "other_worker")
    shape = MapSheet.objects.latest("created_at").shapes.get()
    assert shape.place_id is None
    assert shape.confidence == "open"
    assert building.label in shape.candidates


def test_what_was_not_matched_is_placed_by_hand(world: World, compound: Place) -> None:
    building = compound.children.filter(kind="building")[0]
    gate = compound.children.filter(kind="gate")[0]
    point = {"type": "Point", "coordinates": list(middle(compound)) + [4.2]}
    sheet = taken_in(
        world, geojson(feature(face(*beside(building)), name="甲"), feature(point)), compound
    )
    wrong: list[tuple[dict[str, str], str]] = [
        ({"place-1": "月亮"}, "没有这个地点"),
        ({"place-1": gate.label}, "点只能画门岗"),
        ({"place-1": world.elsewhere.label}, "没有这个地点"),
        ({"place-1": building.label, "place-2": building.label}, "第 2 个图形"),
    ]
    for typed, said in wrong:
        answer = do(world, "assign", sheet, **typed)
        assert answer.status_code == 422, typed
        assert said in answer.content.decode()
        assert typed["place-1"] in answer.content.decode()
    assert "还没有一个图形对上" in do(world, "write", sheet).content.decode()
    typed = {
        "place-1": f"{compound.name} {building.name}",
        "place-2": f"{compound.name} {gate.name}",
    }
    assert do(world, "assign", sheet, **typed).status_code == 302
    assert do(world, "write", sheet).status_code == 302
    assert Place.objects.get(pk=gate.pk).geometry == {
        "type": "Point", "coordinates": [round(n, 7) for n in middle(compound)],
    }  # fmt: skip
    assert do(world, "assign", sheet, **typed).status_code == 422


def test_a_map_in_the_other_datum_is_converted_and_the_wrong_choice_is_told(
    world: World, compound: Place
) -> None:
    buildings = list(compound.children.filter(kind="building"))
    shifted = [
        feature(
            {"type": "Polygon", "coordinates": [
                [list(datum.to_gcj((p[0], p[1]))) for p in one.geometry["coordinates"][0]]
            ]},
            name=one.name,
        )
        for one in buildings if one.geometry
    ]  # fmt: skip
    wrong = taken_in(world, geojson(*shifted), compound)
    assert wrong.drift_like_datum
    page = world.client(SECRETARY).get(reverse("maps:sheet", args=[wrong.pk])).content.decode()
    assert "坐标系选错了" in page
    right = taken_in(world, geojson(*shifted), compound, drawn_in="GCJ-02")
    assert right.drift_metres is None
    do(world, "write", right)
    for one in buildings:
        away = datum.metres(middle(one), middle(Place.objects.get(pk=one.pk)))
        assert max(map(abs, away)) < 0.05


def test_back_to_the_schematic_and_back_again(world: World, compound: Place) -> None:
    before = {p.pk: p.geometry for p in Place.objects.filter(path__within=compound.path)}
    answer = world.client(SECRETARY).post(reverse("maps:schematic"), {"label": compound.label})
    assert answer.status_code == 302
    assert not (Place.objects.filter(path__within=compound.path).exclude(geometry=None).exists())
    wall = world.client(SECRETARY).get(reverse("wall:features")).json()
    shown = {f["properties"]["label"] for f in wall["features"]}
    buildings = compound.children.filter(kind="building")
    assert shown >= {compound.label, *(one.label for one in buildings)}
    again = world.client(SECRETARY).post(reverse("maps:schematic"), {"label": compound.label})
    assert again.status_code == 422
    do(world, "undo", MapSheet.objects.latest("created_at"))
    after = {p.pk: p.geometry for p in Place.objects.filter(path__within=compound.path)}
    assert after == before


def test_of_two_maps_the_first_taken_back_leaves_the_second(world: World, compound: Place) -> None:
    building = compound.children.filter(kind="building")[0]
    sheets = []
    for step in (0.0, 0.0001):
        x, y = beside(building, step)
        sheets.append(taken_in(world, geojson(feature(face(x, y), name=building.name)), compound))
        do(world, "write", sheets[-1])
    second = Place.objects.get(pk=building.pk).geometry
    do(world, "undo", sheets[0])
    assert Place.objects.get(pk=building.pk).geometry == second
    do(world, "undo", sheets[1])
    assert Place.objects.get(pk=building.pk).geometry == building.geometry


BOW = {"type": "Polygon", "coordinates": [[[0, 0], [0.001, 0.001], [0.001, 0], [0, 0.001], [0, 0]]]}
HOLE = {"type": "Polygon", "coordinates": [square(0, 0, 0.003), square(0.001, 0.001, 0.001)]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04", "这不是 GeoJSON"),
        (b"[" * 100_000, "这不是 GeoJSON"),
        (b'{"a": 1}', "但不是地图"),
        (b"[1, 2]", "但不是地图"),
        (geojson(), "没有图形"),
        (geojson({"type": "Feature", "geometry": None}, 5, "x"), "没有面,也没有点"),
        (geojson(feature({"type": "LineString", "coordinates": [[0, 0], [1, 1]]})), "没有面"),
        (geojson(feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]})), "没有面"),
        (geojson(feature({"type": "Polygon", "coordinates": {"a": 1}})), "没有面"),
        (geojson(feature(face(40_512_345.6, 3_456_789.1))), "坐标是米"),
        (geojson(feature({"type": "Point", "coordinates": [float("nan"), 1]})), "坐标是米"),
        (geojson(feature({"type": "Point", "coordinates": [10**400, 1]})), "坐标是米"),
        (geojson(feature({"type": "Point", "coordinates": [31.2, 121.4]})), "写反了"),
        (
            b'{"type": "FeatureCollection", "features": [],'
            b'"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4527"}}}',
            "EPSG::4527",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_map_is_told_why(
    world: World, compound: Place, content: bytes, said: str
) -> None:
    answer = hand_in(world, content, compound)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not MapSheet.objects.exists()


def test_a_crossing_outline_is_mended_and_a_courtyard_stays(world: World, compound: Place) -> None:
    sheet = taken_in(world, geojson(feature(BOW, name="甲"), feature(HOLE, name="乙")), compound)
    bow, hole = sheet.shapes.order_by("number")
    assert bow.mended
    assert not hole.mended
    assert len(hole.geometry["coordinates"]) == 2
    page = world.client(SECRETARY).get(reverse("maps:sheet", args=[sheet.pk])).content.decode()
    assert "有 1 个轮廓自己交叉" in page


def test_a_hundred_megabytes_are_refused_before_they_are_read(
    world: World, compound: Place
) -> None:
    answer = world.client(SECRETARY).generic(
        "POST", reverse("maps:list"), b"x", CONTENT_LENGTH="105000000",
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert answer.status_code == 413
    assert "最多 60 MB" in answer.content.decode()
