"""Reading the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Value

from wanli.domains.places.kinds import KINDS
from wanli.domains.places.models import Place
from wanli.ground.fields import below
from wanli.ground.remembered import remembered_each
from wanli.reading.sounds import sounds_like

SUBDISTRICT_LEVEL, AREA_LEVEL = 3, 4
"""Labels in the path of each: root, district, subdistrict, area. Plans stand above an area."""
HEARD = ("district", "subdistrict", "area", "compound", "park", "tower")
"""The kinds with names of their own; the others are called by number."""


def breadcrumb(place: Place) -> list[Place]:
    """The places above this one and itself, from the top down. One query."""
    return list(Place.objects.above(place.path))


def children(place: Place) -> list[Place]:
    """The standing places directly beneath, in their order. One query."""
    return list(
        Place.objects.standing()
        .filter(parent=place)
        .order_by("kind", "ordinal", "name")
        .defer("geometry")
    )


def names(paths: Iterable[str], *, kinds: Iterable[str] = ()) -> dict[str, str]:
    """A readable address for each path: the names from the compound (or ``kinds``) down.

    One query for all of them, or none where a page has asked for these places before. Paths out
    of scope are left out.
    """
    wanted = set(paths)
    labels = {label for path in wanted for label in path.split(".")[1:]}
    shown = set(kinds) or {"compound", "building", "stairwell", "household", "gate", "room"}
    found = remembered_each("places.names", labels, _kinds_and_names)
    result: dict[str, str] = {}
    for path in wanted:
        parts = [found[label] for label in path.split(".")[1:] if label in found]
        if not parts or path.rsplit(".", 1)[-1] not in found:
            continue
        picked = [name for kind, name in parts if kind in shown]
        result[path] = " ".join(picked or [parts[-1][1]])
    return result


def _kinds_and_names(labels: set[str]) -> dict[str, tuple[str, str]]:
    rows = Place.objects.filter(label__in=labels).values_list("label", "kind", "name")
    return {label: (kind, name) for label, kind, name in rows}


def tops(paths: Iterable[str]) -> list[Place]:
    """The places at the head of these subtrees, from the top down."""
    return list(Place.objects.filter(path__in=list(paths)).order_by("path").defer("geometry"))


def possible_parents(
    place: Place, paths: Iterable[str], *, said: str = "", at_most: int = 60
) -> list[Place]:
    """Standing places below these subtrees where this one could hang, the nearest first."""
    head = place.path.rpartition(".")[0]
    found = (
        Place.objects.standing()
        .filter(below(paths), kind__in=KINDS[place.kind].parents)
        .exclude(path__within=place.path)
        .exclude(path=head)
        .defer("geometry")
    )
    if said:
        found = found.filter(name__icontains=said)
    shared = Func(F("path"), Value(head), function="lca")
    nearness = Func(shared, function="nlevel", output_field=IntegerField())
    return list(found.order_by(nearness.desc(), "parent__path", "ordinal", "name")[:at_most])


def standing_below(path: str, kinds: Iterable[str]) -> list[Place]:
    """The standing places of these kinds below a path, in their order among siblings."""
    found = Place.objects.standing().within(path).exclude(path=path).filter(kind__in=list(kinds))
    return list(found.order_by("ordinal", "name").defer("geometry"))


def possible_twins(
    place: Place, paths: Iterable[str], *, said: str = "", at_most: int = 60
) -> list[Place]:
    """Standing places of the same kind below these subtrees, the nearest first."""
    head = place.path.rpartition(".")[0]
    found = (
        Place.objects.standing()
        .filter(below(paths), kind=place.kind)
        .exclude(path=place.path)
        .defer("geometry")
    )
    if said:
        found = found.filter(name__icontains=said)
    shared = Func(F("path"), Value(head), function="lca")
    nearness = Func(shared, function="nlevel", output_field=IntegerField())
    return list(found.order_by(nearness.desc(), "parent__path", "ordinal", "name")[:at_most])


def kinds_below(path: str) -> list[tuple[str, int]]:
    """How many standing places of each kind lie below a path; kinds in the order of the tree."""
    found = (
        Place.objects.standing()
        .within(path)
        .exclude(path=path)
        .values_list("kind")
        .annotate(n=Count("pk"))
    )
    counts = dict(found.order_by())
    return [(key, counts[key]) for key in KINDS if key in counts]


def all_stand(places: Iterable[tuple[UUID, str]]) -> bool:
    """Whether each of these places, as (id, path), is in use and still has that path. One query."""
    known = dict(places)
    found = Place.objects.standing().filter(pk__in=list(known)).values_list("pk", "path")
    return dict(found) == known


def area_of(path: str) -> str:
    """The path of the area that a path lies in, or the path itself above that. No query."""
    return ".".join(path.split(".")[:AREA_LEVEL])


def subdistrict_of(path: str) -> str:
    """The path of the subdistrict that a path lies in, or the path itself above that. No query."""
    return ".".join(path.split(".")[:SUBDISTRICT_LEVEL])


def is_below_areas(path: str) -> bool:
    """Whether a path is that of an area, or lies in one. No query."""
    return path.count(".") >= AREA_LEVEL - 1


def paths_of_kind(kind: str) -> list[str]:
    """Where every place of a kind lies, those out of use included: records outlive them."""
    return list(Place.objects.filter(kind=kind).order_by("path").values_list("path", flat=True))


def any_place() -> bool:
    """Whether the reader sees any place at all; for the system: whether there is one."""
    return Place.objects.exists()


def by_label(label: str) -> Place | None:
    """The place with this label."""
    return Place.objects.filter(label=label).first()


def child_named(parent: Place | None, name: str) -> Place | None:
    """The standing place of this name directly beneath ``parent``, or at the top."""
    return Place.objects.standing().filter(parent=parent, name=name).first()


def find(said: str, *, at_most: int = 12) -> list[Place]:
    """Standing places above the doors whose name holds these words; the big ones by pinyin too."""
    standing = Place.objects.standing().order_by("path").defer("geometry")
    above = [kind for kind in KINDS if kind != "household"]
    found = list(standing.filter(name__icontains=said, kind__in=above)[:at_most])
    if not found and re.fullmatch(r"[A-Za-z]{2,}", said):
        named = standing.filter(kind__in=HEARD).values_list("pk", "name")
        heard = [pk for pk, name in named if sounds_like(said.lower(), name)]
        found = list(standing.filter(pk__in=heard[:at_most]))
    return found


def buildings_below(path: str) -> list[str]:
    """The labels of the standing buildings, or of a building's stairwells, at or below a place."""
    found = Place.objects.standing().within(path)
    inside = found.filter(kind="building").exclude(path=path)
    labels = list(inside.values_list("label", flat=True))
    return labels or list(found.filter(kind="stairwell").values_list("label", flat=True))


class Placed(Protocol):
    """A row at a place."""

    path: str


At = TypeVar("At", bound=Placed)


def in_order(rows: Iterable[At]) -> list[At]:
    """Rows in the order in which one walks past their places: as each place stands among its
    siblings, from the top down. One query more."""
    listed = list(rows)
    labels = {label for row in listed for label in row.path.split(".")}
    position = {
        label: (ordinal, name)
        for label, ordinal, name in Place.objects.filter(label__in=labels).values_list(
            "label", "ordinal", "name"
        )
    }
    nowhere = (0, "")
    return sorted(listed, key=lambda row: [position.get(p, nowhere) for p in row.path.split(".")])


def path_of_kind(path: str, kind: str) -> str:
    """The path of the place of this kind at or above a path; empty when there is none."""
    found = Place.objects.above(path).filter(kind=kind).values_list("path", flat=True)
    return found.first() or ""
