"""Take a map in: read it, say which outline is which place, draw it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import held_map, place_for
from wanli.domains.places.models import MapShape, MapSheet, Place
from wanli.domains.places.rules import matching
from wanli.domains.places.rules.matching import Candidate, Match
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.reading import geojson
from wanli.reading.geojson import Shape
from wanli.reading.values import Unreadable

DRAWABLE = ("compound", "building", "stairwell", "gate", "park", "tower")
DATUMS = ("WGS-84", "GCJ-02")


def take_in_map(
    *, access: Access, label: str, content: bytes, file_name: str, datum: str
) -> MapSheet:
    """Keep the outlines of a GeoJSON file, each with the place below ``label`` it is taken for.

    Nothing is drawn yet. Permission ``place.edit`` there. ``Refused`` with a sentence when the
    file is no map. ``datum``: the one it was drawn in; shapes are kept in WGS-84.
    """
    if datum not in DATUMS:
        raise Refused(_("坐标系请选 WGS-84 或 GCJ-02。"), field="datum")
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "place.edit")
        if place.retired_on:
            raise Refused(_("这里已经停用,不能再改。"), field="label")
        shapes = _read(content, datum)
        candidates = _candidates(place.path)
        verdicts = matching.match(shapes, candidates)
        drift = _drift(shapes, verdicts, candidates)
        sheet = MapSheet.objects.create(
            place=place,
            path=place.path,
            user_id=access.user_id,
            by=access.user_name[:60],
            file_name=file_name[-120:] or "map.geojson",
            datum=datum,
            drift_metres=drift.metres if drift else None,
            drift_like_datum=bool(drift and drift.like_datum),
        )
        ids = dict(Place.objects.within(place.path).values_list("label", "pk"))
        MapShape.objects.bulk_create(
            _row(sheet, shape, verdict, ids)
            for shape, verdict in zip(shapes, verdicts, strict=True)
        )
    return sheet


def assign_shapes(*, access: Access, sheet_id: UUID, given: Mapping[int, str]) -> MapSheet:
    """Take shapes (by number) for the places with these labels; an empty one leaves a shape out.

    ``Refused`` when a place is not below the sheet's, cannot have such a shape, or is given twice.
    """
    with transaction.atomic():
        sheet = _unwritten(access, sheet_id)
        shapes = {shape.number: shape for shape in sheet.shapes.select_related("place")}
        places = {
            place.label: place
            for place in Place.objects.standing()
            .within(sheet.path)
            .filter(label__in=set(given.values()), kind__in=DRAWABLE)
        }
        for number, label in given.items():
            shape = shapes.get(number)
            if shape is None or label == (shape.place.label if shape.place else ""):
                continue
            shape.place = _chosen(shape, label, places)
            shape.confidence, shape.reason = ("hand" if label else "none"), ""
        held = [shape.place_id for shape in shapes.values() if shape.place_id]
        if len(held) != len(set(held)):
            raise Refused(_("有一处地点被指给了两个图形,请改掉一个。"))
        MapShape.objects.bulk_update(shapes.values(), ["place", "confidence", "reason"])
    return sheet


def write_map(*, access: Access, sheet_id: UUID) -> int:
    """Draw the shapes that have a place; returns how many. Twice is once."""
    with transaction.atomic():
        sheet = held_map(access, sheet_id)
        if sheet.state == MapSheet.State.DONE:
            return 0
        sheet = _unwritten(access, sheet_id)
        shapes = list(sheet.shapes.exclude(place=None))
        if not shapes:
            raise Refused(_("还没有一个图形对上地点,先在下面指定。"))
        _draw(shapes)
        _finish(sheet, MapSheet.State.DONE)
    return len(shapes)


def cancel_map(*, access: Access, sheet_id: UUID) -> None:
    """Do not use a sheet that was read."""
    with transaction.atomic():
        sheet = held_map(access, sheet_id)
        if sheet.state == MapSheet.State.READ:
            _finish(sheet, MapSheet.State.CANCELLED)


def undo_map(*, access: Access, sheet_id: UUID) -> int:
    """Give the places of a written sheet back what they had before; returns how many.

    A place that a later sheet drew anew keeps that; taking back the later one then leads to what
    stood before this one. Twice is once.
    """
    with transaction.atomic():
        sheet = held_map(access, sheet_id)
        if sheet.state != MapSheet.State.DONE:
            return 0
        later = _later(sheet)
        restored, kept = [], []
        for shape in sheet.shapes.exclude(place=None).exclude(replaced=None):
            after = later.get(shape.place_id)
            if after:
                after.replaced = shape.replaced
                kept.append(after)
            else:
                restored.append(shape)
        MapShape.objects.bulk_update(kept, ["replaced"])
        _restore(restored)
        _finish(sheet, MapSheet.State.UNDONE)
    return len(restored)


def back_to_schematic(*, access: Access, label: str) -> MapSheet:
    """Forget the outlines at and below a place: it is drawn schematically again.

    Kept as a sheet without a file, so that it can be taken back as any other one.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "place.edit")
        drawn = list(
            Place.objects.standing()
            .within(place.path)
            .filter(kind__in=DRAWABLE)
            .exclude(geometry=None)
        )
        if not drawn:
            raise Refused(_("这里本来就是示意图。"))
        sheet = MapSheet.objects.create(
            place=place, path=place.path, user_id=access.user_id, by=access.user_name[:60],
            file_name="", datum="WGS-84",
        )  # fmt: skip
        shapes = MapShape.objects.bulk_create(
            MapShape(
                sheet=sheet, path=sheet.path, number=number, name=one.name, place=one,
                floors=one.floors, height=one.height, confidence="hand",
            )
            for number, one in enumerate(drawn, 1)
        )  # fmt: skip
        _draw(shapes)
        _finish(sheet, MapSheet.State.DONE)
    return sheet


def _read(content: bytes, datum: str) -> list[Shape]:
    try:
        return geojson.in_wgs84(geojson.read(content), datum)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="file", **wrong.params) from None


def _candidates(path: str) -> list[Candidate]:
    found = {
        place.pk: place for place in Place.objects.standing().within(path).filter(kind__in=DRAWABLE)
    }
    labels = {place.label: place for place in found.values()}
    result = []
    for place in found.values():
        steps = [labels[step] for step in place.path.split(".") if step in labels]
        compound = next((step for step in steps if step.kind == "compound"), None)
        above = found.get(place.parent_id) if place.parent_id else None
        result.append(
            Candidate(
                place.label,
                place.kind,
                place.name,
                place.code,
                compound.name if compound else "",
                compound.label if compound else "",
                above.name if above else "",
                place.geometry,
            )
        )
    return result


def _drift(
    shapes: list[Shape], verdicts: list[Match], candidates: list[Candidate]
) -> matching.Drift | None:
    known = {one.label: one.geometry for one in candidates if one.geometry}
    new = [
        (verdict.label, shape.geometry)
        for shape, verdict in zip(shapes, verdicts, strict=True)
        if shape.geometry
    ]
    return matching.drift(new, known)


def _row(sheet: MapSheet, shape: Shape, verdict: Match, ids: Mapping[str, UUID]) -> MapShape:
    return MapShape(
        sheet=sheet,
        path=sheet.path,
        number=shape.number,
        name=" ".join(filter(None, (shape.compound, shape.name or shape.code)))[:80],
        geometry=shape.geometry,
        floors=shape.floors,
        height=shape.height,
        mended=shape.mended,
        place_id=ids.get(verdict.label),
        confidence=verdict.confidence,
        reason=verdict.reason,
        candidates=verdict.candidates,
    )


def _unwritten(access: Access, sheet_id: UUID) -> MapSheet:
    sheet = held_map(access, sheet_id)
    if sheet.state != MapSheet.State.READ:
        raise Refused(_("这份地图已经处理过,不能再改。"))
    return sheet


def _chosen(shape: MapShape, label: str, places: Mapping[str, Place]) -> Place | None:
    if not label:
        return None
    if label not in places:
        raise Refused(_("第 {n} 个图形:没有这个地点,请从列出的里面选。"), n=shape.number)
    if shape.geometry is None:
        raise Refused(_("第 {n} 个图形不能用,请留空。"), n=shape.number)
    if (shape.geometry["type"] == "Point") != (places[label].kind == "gate"):
        raise Refused(_("第 {n} 个图形:点只能画门岗,面画楼和小区。"), n=shape.number)
    return places[label]


def _draw(shapes: list[MapShape]) -> None:
    """Give each place its shape, and each shape what it replaced. Locks the places in order."""
    places = {
        place.pk: place
        for place in Place.objects.filter(pk__in=[shape.place_id for shape in shapes])
        .order_by("path")
        .select_for_update()
    }
    for shape in shapes:
        assert shape.place_id is not None
        place = places[shape.place_id]
        shape.replaced = _drawn(place)
        place.geometry = shape.geometry
        place.floors = shape.floors or place.floors
        place.height = shape.height or place.height
    MapShape.objects.bulk_update(shapes, ["replaced"])
    Place.objects.bulk_update(places.values(), ["geometry", "floors", "height"])


def _drawn(place: Place) -> dict[str, Any]:
    return {"geometry": place.geometry, "floors": place.floors, "height": place.height}


def _restore(shapes: list[MapShape]) -> None:
    places = {
        place.pk: place
        for place in Place.objects.filter(pk__in=[shape.place_id for shape in shapes])
        .order_by("path")
        .select_for_update()
    }
    for shape in shapes:
        assert shape.place_id is not None
        assert shape.replaced is not None
        for name, value in shape.replaced.items():
            setattr(places[shape.place_id], name, value)
    Place.objects.bulk_update(places.values(), ["geometry", "floors", "height"])


def _later(sheet: MapSheet) -> dict[UUID | None, MapShape]:
    """By place, the first shape of a written sheet that came after this sheet's."""
    found = MapShape.objects.filter(
        place__in=sheet.shapes.values("place"),
        sheet__state=MapSheet.State.DONE,
        sheet__written_at__gt=sheet.written_at,
    ).order_by("-sheet__written_at")
    return {shape.place_id: shape for shape in found}


def _finish(sheet: MapSheet, state: str) -> None:
    sheet.state = state
    if state == MapSheet.State.DONE:
        sheet.written_at = clock.now()
    sheet.save(update_fields=["state", "written_at"])
