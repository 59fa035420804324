"""Posters that lead to the form, in the language of whoever prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wanli.domains.arrivals.posters import Hung
from wanli.ground import typeset
from wanli.ground.codes import qr_of

TEMPLATE = Path(__file__).parent / "print" / "poster.typ"


def posters_as_pdf(hung: Sequence[Hung], *, address: Callable[[str], str]) -> bytes:
    """One page each. ``address``: where the form with this code is."""
    data = {
        "title": _("返沪登记"),
        "lang": (get_language() or "zh")[:2],
        "words": {
            "seal": "来",
            "head": _("回来了,先登记"),
            "scan": _("扫一扫,全家填一张"),
            "steps": [
                _("扫码登记:来之前、到门口都可以"),
                _("把手机上的码给门岗看,站远一点"),
                _("扫群码进小区群,等居委会打电话"),
            ],
            "without": _("没有手机:请门岗代填,或打电话给居委会。"),
            "purpose": _("只给居委会核实和防疫用,证件和电话加密保存,疫情结束后删除。"),
        },
    }
    return typeset.book(
        TEMPLATE,
        data,
        hung,
        draw=lambda one: {
            "name": one.name,
            "qr": qr_of(address(one.code)),
            "address": address(one.code).split("//")[-1],
        },
        tell=lambda done, total: None,
    )
