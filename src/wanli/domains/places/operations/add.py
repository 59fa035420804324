"""Add a place beneath another one."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.access import place_for
from wanli.domains.places.kinds import KINDS, children_of
from wanli.domains.places.models import Place
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import new_label
from wanli.kernel.scope import ROOT

CODE = re.compile(r"\d{6}(\d{3}){0,2}")
"""GB/T 2260 and the three digits after it, twice."""


def add_place(
    *, access: Access, parent: str, kind: str, name: str, code: str = "", ordinal: int = 0
) -> Place:
    """A new place beneath the one with this label; at the very top when it is empty.

    Permission ``place.edit`` at the parent; only the system plants at the top. ``Refused`` when
    the kind does not belong there, or a sibling has the name already.
    """
    name = " ".join(name.split())[:80]
    with transaction.atomic():
        above = place_for(access, parent, "place.edit") if parent else None
        if above is None:
            access.require("place.edit", ROOT)
        if kind not in (children_of(above.kind) if above else KINDS):
            raise Refused(_("这里不能建这种地点。"), field="kind")
        if not name:
            raise Refused(_("请写名称。"), field="name")
        if code and not CODE.fullmatch(code):
            raise Refused(_("代码应为 6、9 或 12 位数字(GB/T 2260)。"), field="code")
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
                    ordinal=ordinal,
                )
        except IntegrityError:
            raise Refused(
                _("同级已有叫“{name}”的地点,或代码已用过。"), field="name", name=name
            ) from None
