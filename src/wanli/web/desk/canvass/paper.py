"""The canvass on paper: choose a place, and print its sheets."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wanli.domains.canvass.access import Campaign, campaign_for
from wanli.domains.canvass.operations.print_sheets import Printed, Row, print_sheets
from wanli.domains.canvass.rules.paper import LETTERS, key_of
from wanli.domains.canvass.rules.questions import from_data
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.people.expected import Expected
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import names
from wanli.ground import typeset
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.web.choices import place_choices
from wanli.web.errors import add_refusal
from wanli.web.request import access_of

TEMPLATE = Path(__file__).parent / "print" / "sheet.typ"
CHOSEN = ("area", "compound", "building", "stairwell")
"""Kinds of place that sheets are printed for, besides one's own."""


class PrintForm(forms.Form):
    """Which sheets."""

    label = forms.ChoiceField(
        label=gettext_lazy("印哪里的表"),
        error_messages={
            "required": gettext_lazy("请选一个地点。"),
            "invalid_choice": gettext_lazy("您选的地点不在您的岗位范围里,请重新选。"),
        },
    )
    only_left = forms.BooleanField(label=gettext_lazy("只印还没排摸的户"), required=False)
    in_the_clear = forms.BooleanField(
        label=gettext_lazy("印全名"),
        required=False,
        help_text=gettext_lazy("平时印成“王**”。印全名要写理由,会记入查阅记录;用完请收回。"),
    )
    reason = forms.CharField(label=gettext_lazy("印全名的理由"), required=False, max_length=200)

    def __init__(
        self, *args: Any, places: list[tuple[str, str]], may_open: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]
        if not may_open:
            del self.fields["in_the_clear"], self.fields["reason"]


@require_http_methods(["GET", "POST"])
def print_form(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Choose what to print; the answer is the PDF."""
    access = access_of(request)
    access.require_any("canvass.record")
    campaign = campaign_for(access, campaign_id, "canvass.record")
    places = place_choices(access, "canvass.record", CHOSEN)
    label = request.GET.get("place", "")
    if label and label not in dict(places):
        place = place_for(access, label, "canvass.record")
        places.insert(0, (label, names([place.path]).get(place.path, place.name)))
    form = PrintForm(
        request.POST or None,
        places=places,
        may_open=access.has("people.open"),
        initial={"label": label},
    )
    if request.method == "POST" and form.is_valid():
        try:
            pages = print_sheets(access=access, campaign_id=campaign_id, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _as_pdf(data_of(request, campaign, pages))
    context = {"form": form, "campaign": campaign}
    status = 422 if form.errors else 200
    return render(request, "canvass/print.html", context, status=status)


def _as_pdf(data: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(typeset.pdf(TEMPLATE, data), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="canvass-sheets.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def data_of(request: HttpRequest, campaign: Campaign, pages: Iterable[Printed]) -> dict[str, Any]:
    """What the template prints, in the reader's language."""
    listed = list(pages)
    addresses = names(printed.sheet.path for printed in listed)
    language = get_language() or "zh"
    results = campaign.result_names()
    return {
        "title": campaign.name,
        "campaign": campaign.name,
        "lang": language[:2],
        "words": {
            "how": _("在方格里打勾。打错了,划掉那一格,再打对的。"),
            "code": _("表号"),
            "remark": _("备注"),
            "again": _("再来"),
            "month": _("月"),
            "day": _("日"),
            "went-on": _("哪天去的"),
            "went-by": _("上门的人(签名)"),
            "handed-in": _("收表"),
        },
        "questions": [
            {
                "letter": letter,
                "text": question.said(language),
                "choices": _keyed(name for _kept, name in question.offered(language)),
            }
            for letter, question in zip(LETTERS, from_data(campaign.questions), strict=False)
        ],
        "results": _keyed(results.values()),
        "pages": [_page(request, addresses, results, printed) for printed in listed],
    }


def _page(
    request: HttpRequest, addresses: dict[str, str], results: dict[str, str], printed: Printed
) -> dict[str, Any]:
    sheet = printed.sheet
    return {
        "address": addresses.get(sheet.path, ""),
        "code": spaced(sheet.code),
        "qr": _qr(request.build_absolute_uri(reverse("canvass:sheet", args=[sheet.code]))),
        "slots": printed.slots,
        "about": _("第 {version} 版,{day} 印").format(
            version=sheet.version, day=clock.local(sheet.printed_at).strftime("%Y-%m-%d %H:%M")
        ),
        "position": _("第 {page} 页,共 {pages} 页").format(page=sheet.page, pages=sheet.pages),
        "rows": [_row(row, results) for row in printed.rows],
    }


def _row(row: Row, results: dict[str, str]) -> dict[str, Any]:
    return {
        "number": str(row.number),
        "room": row.room,
        "who": _("、").join(map(_person, row.who)) or _("没有登记的人"),
        "known": _("已记:{result}").format(result=results[row.result]) if row.result else "",
    }


def _person(one: Expected) -> str:
    sex = {"f": _("女"), "m": _("男")}.get(one.sex, "")
    age = _("{n} 岁").format(n=one.age) if one.age is not None else ""
    return " ".join(part for part in (one.name, sex, age) if part)


def _keyed(choices: Iterable[object]) -> list[dict[str, str]]:
    return [{"key": key_of(n), "name": str(name)} for n, name in enumerate(choices)]


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()
