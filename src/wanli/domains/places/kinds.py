"""Kinds of place and what may stand beneath what. Data, so that a new kind is a new row."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of place (glossary.md)."""

    key: str
    name: Promise
    parents: tuple[str, ...]
    has_code: bool = False


_ALL = (
    Kind("district", _("区"), (), has_code=True),
    Kind("subdistrict", _("街道"), ("district",), has_code=True),
    Kind("area", _("居民区"), ("subdistrict",)),
    Kind("compound", _("小区"), ("area",)),
    Kind("building", _("楼栋"), ("compound",)),
    Kind("stairwell", _("楼道"), ("building",)),
    Kind("household", _("户"), ("stairwell",)),
    Kind("gate", _("门岗"), ("compound", "park", "tower")),
    Kind("park", _("园区"), ("subdistrict", "area")),
    Kind("tower", _("楼宇"), ("subdistrict", "area", "park")),
    Kind("room", _("房间"), ("tower", "park", "area", "subdistrict")),
)

KINDS: dict[str, Kind] = {kind.key: kind for kind in _ALL}


def children_of(kind: str) -> tuple[str, ...]:
    """The kinds that may stand directly beneath this one."""
    return tuple(k.key for k in _ALL if kind in k.parents)
