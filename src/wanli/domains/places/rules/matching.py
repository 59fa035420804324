"""Which place a shape of a map file is: by its code, its name, and where it lies.

Pure. A guess is only made where a single place fits; what fits several is left to a person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from wanli.reading import datum
from wanli.reading.geojson import Shape
from wanli.reading.values import noop, spelt

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NUMBERED = re.compile(r"第?(\d{1,4})(?:号楼|号|栋|幢|座|#楼?|楼)*(?:-?(\d{1,3})(?:单元|门|梯))?")
STAIRWELL = re.compile(r"第?(\d{1,3})(?:单元|门|梯)")
SURE, LIKELY, OPEN, NONE = "sure", "likely", "open", "none"
OUTLINED = {"compound", "building", "stairwell", "park", "tower"}
SHIFTED = (150.0, 1200.0)
"""Metres by which a map in the wrong datum lies beside the right one, at least and at most."""
FAR_METRES = 5_000.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a shape may belong to. ``compound``: the name of the one it stands in."""

    label: str
    kind: str
    name: str
    code: str = ""
    compound: str = ""
    compound_label: str = ""
    parent: str = ""
    """Name of the place right above."""
    geometry: dict[str, Any] | None = None


@dataclass(slots=True)
class Match:
    """What a shape was taken for, how sure that is, and why (a message id)."""

    number: int
    label: str = ""
    confidence: str = NONE
    reason: str = ""
    candidates: list[str] = field(default_factory=list)


def plain(name: str) -> str:
    """The name without what people write differently: 12号, 12号楼, 十二号楼, １２幢 are all 12.

    >>> plain("十二号楼"), plain(" １２幢"), plain("12号楼1单元"), plain("1门"), plain("松风苑")
    ('12', '12', '12-1', '-1', '松风苑')
    """
    said = spelt(name).replace(" ", "").lower()
    alone = STAIRWELL.fullmatch(said)
    if alone:
        return f"-{int(alone[1])}"
    numbered = NUMBERED.fullmatch(said)
    if numbered is None:
        return said
    return str(int(numbered[1])) + (f"-{int(numbered[2])}" if numbered[2] else "")


def match(shapes: Sequence[Shape], candidates: Sequence[Candidate]) -> list[Match]:
    """A verdict for each shape, in their order. No place is given away twice."""
    index = _Index(candidates)
    first = [index.find(shape) for shape in shapes]
    index.enclose(shapes, first)
    found = [one if one.label else index.find(s) for one, s in zip(first, shapes, strict=True)]
    taken = Counter(one.label for one in found if one.label)
    for one in found:
        if one.label and taken[one.label] > 1:
            one.candidates, one.label = [one.label], ""
            one.confidence, one.reason = OPEN, noop("几个图形都像这一处,请选其中一个。")
    return found


class _Index:
    """Candidates by what a file may say of them."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.by_label = {one.label: one for one in candidates}
        self.by_code = {one.code: one for one in candidates if one.code}
        self.by_name: defaultdict[str, list[Candidate]] = defaultdict(list)
        for one in candidates:
            key = plain(one.name)
            self.by_name[plain(one.parent) + key if one.kind == "stairwell" else key].append(one)
        self.compounds = [one for one in candidates if one.kind == "compound"]
        self.areas: dict[str, BaseGeometry] = {
            one.label: as_shape(one.geometry)
            for one in self.compounds
            if one.geometry and one.geometry["type"] != "Point"
        }
        self._plant()

    def _plant(self) -> None:
        from shapely import STRtree

        self.labels = list(self.areas)
        self.tree = STRtree(list(self.areas.values()))

    def enclose(self, shapes: Sequence[Shape], found: Sequence[Match]) -> None:
        """Let the compounds drawn in this very file say what lies inside them."""
        for shape, one in zip(shapes, found, strict=True):
            place = self.by_label.get(one.label)
            if shape.geometry and place and place.kind == "compound":
                self.areas[place.label] = as_shape(shape.geometry)
        self._plant()

    def find(self, shape: Shape) -> Match:
        if shape.geometry is None:
            return Match(shape.number, reason=shape.problem)
        for said in (shape.code, shape.name):
            known = self.by_label.get(said) or self.by_code.get(said)
            if known and _fits(shape, known):
                return Match(shape.number, known.label, SURE, noop("代码相同。"))
        if not shape.name:
            return Match(shape.number, reason=noop("没有名称,也没有代码。"))
        compound, rest = self._split(shape)
        named = [one for one in self.by_name[plain(rest)] if _fits(shape, one)]
        if compound:
            named = [one for one in named if compound in (one.compound, one.name)] or named
            inside = [one for one in named if compound in (one.compound, one.name)]
            if len(inside) == 1:
                return Match(shape.number, inside[0].label, SURE, noop("小区和名称都相同。"))
        return self._by_place(shape, named)

    def _by_place(self, shape: Shape, named: list[Candidate]) -> Match:
        if not named:
            return Match(shape.number, reason=noop("没有叫这个名称的地点。"))
        within = self._around(shape)
        inside = [one for one in named if one.compound_label == within] if within else []
        if len(inside) == 1:
            return Match(shape.number, inside[0].label, SURE, noop("名称相同,又在小区范围里。"))
        if len(named) == 1 and (not within or named[0].kind == "compound"):
            return Match(shape.number, named[0].label, LIKELY, noop("名称相同,只有这一处。"))
        if len(named) == 1:
            return Match(shape.number, "", OPEN, noop("名称相同,但不在那个小区的范围里。"),
                [named[0].label])  # fmt: skip
        return Match(shape.number, "", OPEN, noop("几处都叫这个名称。"),
            [one.label for one in (inside or named)[:20]])  # fmt: skip

    def _split(self, shape: Shape) -> tuple[str, str]:
        """The compound that the file names, apart or before the number; and the rest."""
        said = shape.name.replace(" ", "")
        for one in self.compounds:
            if said.startswith(one.name) and len(said) > len(one.name):
                return one.name, said[len(one.name) :]
        return shape.compound.replace(" ", ""), said

    def _around(self, shape: Shape) -> str:
        if not self.labels or shape.geometry is None:
            return ""
        middle = as_shape(shape.geometry).representative_point()
        hits = [n for n in self.tree.query(middle) if self.areas[self.labels[n]].contains(middle)]
        return self.labels[hits[0]] if len(hits) == 1 else ""


def as_shape(geometry: dict[str, Any]) -> BaseGeometry:
    """A geometry that one can ask."""
    from shapely.geometry import shape  # here: a start needs no geometry

    return shape(geometry)


def _fits(shape: Shape, place: Candidate) -> bool:
    is_point = shape.geometry is not None and shape.geometry["type"] == "Point"
    return place.kind == "gate" if is_point else place.kind in OUTLINED


@dataclass(frozen=True, slots=True)
class Drift:
    """How far a new map lies from what is drawn already, in whole metres."""

    metres: int
    like_datum: bool
    """Whether it is about as far, and in the direction, as the two datums lie apart."""


def drift(
    new: Sequence[tuple[str, dict[str, Any]]], known: dict[str, dict[str, Any]]
) -> Drift | None:
    """Compare the shapes (label, geometry) with the places' present ones; None when they agree.

    Where no place was drawn before, the whole file is compared with all that is drawn.
    """
    pairs = [(_middle(known[label]), _middle(shape)) for label, shape in new if label in known]
    if not pairs:
        return _apart([_middle(shape) for _, shape in new], [_middle(s) for s in known.values()])
    steps = [datum.metres(a, b) for a, b in pairs]
    east, north = median(s[0] for s in steps), median(s[1] for s in steps)
    away = (east**2 + north**2) ** 0.5
    if away < SHIFTED[0]:
        return None
    shift = datum.metres(pairs[0][0], datum.to_gcj(pairs[0][0]))
    like = any(
        ((east - sign * shift[0]) ** 2 + (north - sign * shift[1]) ** 2) ** 0.5 < 120
        for sign in (1, -1)
    )
    return Drift(round(away), like and away < SHIFTED[1])


def _apart(new: list[datum.Point], old: list[datum.Point]) -> Drift | None:
    if not new or not old:
        return None
    a, b = ((median(p[0] for p in points), median(p[1] for p in points)) for points in (old, new))
    east, north = datum.metres(a, b)
    away = (east**2 + north**2) ** 0.5
    return Drift(round(away), like_datum=False) if away > FAR_METRES else None


def _middle(geometry: dict[str, Any]) -> datum.Point:
    centre = as_shape(geometry).centroid
    return centre.x, centre.y
