"""Add a place beneath another one."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import place_for
from wanli.domains.places.kinds import KINDS, children_of
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import new_label
from wanli.kernel.scope import ROOT

CODE = re.compile(r"\d{6}(\d{3}){0,2}")
"""GB/T 2260 and the three digits after it, twice."""
MOST_FLOORS = 200


def add_place(
    *,
    access: Access,
    parent: str,
    kind: str,
    name: str,
    code: str = "",
    floors: int | None = None,
) -> Place:
    """A new place beneath the one with this label, after its siblings; at the very top when empty.

    Permission ``place.edit`` at the parent; only the system plants at the top. ``Refused`` when
    the kind does not belong there, or a sibling has the name already.
    """
    name = read_name(name)
    with transaction.atomic():
        hold_tree()
        above = place_for(access, parent, "place.edit") if parent else None
        if above is None:
            access.require("place.edit", ROOT)
        elif above.retired_on:
            raise Refused(_("这里已经停用,不能再建下级。"))
        if kind not in (children_of(above.kind) if above else KINDS):
            raise Refused(_("这里不能建这种地点。"), field="kind")
        code = read_code(kind, code)
        last = Place.objects.filter(parent=above, kind=kind).aggregate(n=Max("ordinal"))["n"]
        label = new_label()
        try:
            with transaction.atomic():
                return Place.objects.create(
                    label=label,
                    path=f"{above.path if above else ROOT}.{label}",
                    parent=above,
                    kind=kind,
                    name=name,
                    code=code,
                    floors=read_floors(floors),
                    ordinal=(last or 0) + 1,
                )
        except IntegrityError:
            raise taken_already(name) from None


def read_name(said: str) -> str:
    """The name with its spaces in order; ``Refused`` when there is none, or too much of it."""
    name = " ".join(said.split())
    if not name:
        raise Refused(_("请写名称。"), field="name")
    if len(name) > 80:
        raise Refused(_("名称太长,请缩到 80 个字以内。"), field="name")
    return name


def read_code(kind: str, said: str) -> str:
    """A division code; ``Refused`` when it is none, or the kind of place has none."""
    code = "".join(said.split())
    if code and not KINDS[kind].has_code:
        raise Refused(_("只有区和街道有行政区划代码,这里请留空。"), field="code")
    if code and not CODE.fullmatch(code):
        raise Refused(_("代码应为 6、9 或 12 位数字(GB/T 2260)。"), field="code")
    return code


def read_floors(said: int | None) -> int | None:
    """A number of floors that a house can have."""
    if said is not None and not 1 <= said <= MOST_FLOORS:
        raise Refused(_("层数应在 1 到 {most} 之间。"), field="floors", most=MOST_FLOORS)
    return said


def taken_already(name: str) -> Refused:
    """What is said when a sibling stands in the way."""
    return Refused(_("同级已有叫“{name}”的地点,或代码已用过。"), field="name", name=name)
