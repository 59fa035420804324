"""Those who arrived by what one asks, the days to come, and who sat near a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from wanli.domains.arrivals.overview import (
    WAYS,
    Near,
    days_to_come,
    expected,
    grouped,
    plain_number,
    together,
)
from wanli.domains.arrivals.verdicts import names_in
from wanli.domains.places.queries import names
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.scope import ROOT
from wanli.web.export import Personal, as_file, ending_asked_for, may_export
from wanli.web.narrowing import where_asked
from wanli.web.request import access_of

WAY_NAMES = {
    "class": gettext_lazy("分类"),
    "origin": gettext_lazy("从哪里来"),
    "day": gettext_lazy("到达日期"),
    "transport": gettext_lazy("车次、航班"),
    "compound": gettext_lazy("小区"),
}
HOW = (gettext_lazy("前后几排"), gettext_lazy("同一节车厢"), gettext_lazy("同车同机"))
SHOWN = 60


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Counted by class, origin, day, transport or compound; who is expected; the band of homes
    under observation."""
    access = access_of(request)
    place, paths = where_asked(request, access, "arrival.view")
    said = request.GET.get("by", "")
    way = next((one for one in WAYS if one == said), WAYS[0])
    rows = grouped(paths, way)
    if ending := ending_asked_for(request):
        return as_file(ending, f"returnees-by-{way}", (WAY_NAMES[way], _("人数")), rows)
    plan = plan_in_force(paths[0] if paths else ROOT).plan
    longest = max((term.days for term in plan.terms), default=14)
    ahead = days_to_come(paths, term_days=longest)
    most = max((one.high for one in ahead), default=0) or 1
    context = {
        "place": place,
        "ways": WAY_NAMES.items(),
        "way": way,
        "rows": rows[:SHOWN] if way != "day" else rows,
        "left": max(0, len(rows) - SHOWN) if way != "day" else 0,
        "most_people": max((n for _name, n in rows), default=0),
        "expected": expected(paths),
        "ahead": [
            (one, 100 * one.low // most, max(1, 100 * (one.high - one.low) // most))
            for one in ahead
        ],
    }
    return render(request, "sorting/overview.html", context)


class TogetherForm(forms.Form):
    """How a case came here."""

    number = forms.CharField(
        label=gettext_lazy("车次或航班"),
        max_length=12,
        error_messages={"required": gettext_lazy("请写车次或航班,例如 G7302。")},
    )
    day = forms.DateField(
        label=gettext_lazy("哪一天"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("请选一天。"),
            "invalid": gettext_lazy("请写成 2020-02-14 这样的日期。"),
        },
    )
    carriage = forms.CharField(label=gettext_lazy("车厢"), max_length=6, required=False)
    seat = forms.CharField(label=gettext_lazy("座位"), max_length=6, required=False)

    def clean_number(self) -> str:
        number = plain_number(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(_("请写车次或航班,例如 G7302。"))
        return number


@require_GET
def near(request: HttpRequest) -> HttpResponse:
    """Who came by the same train or flight as a case, the nearest first: the list of calls."""
    access = access_of(request)
    _place, paths = where_asked(request, access, "arrival.view")
    asked = "number" in request.GET
    form = TogetherForm(request.GET if asked else None, initial={"day": clock.today()})
    found: list[Near] = []
    if asked and form.is_valid():
        rows = plan_in_force(paths[0] if paths else ROOT).plan.sorting.near_rows
        found = together(paths, rows=rows, **form.cleaned_data)
    lines = _lines(found)
    if asked and form.is_valid() and (ending := ending_asked_for(request)):
        headings = (_("多近"), _("姓名"), _("住处"), _("车厢"), _("座位"), _("到达"), _("登记"))
        said = " ".join(str(one) for one in form.cleaned_data.values() if one)
        personal = Personal(access, paths, filters=[said])
        return as_file(ending, "same-journey", headings, [_cells(one) for one in lines], personal)
    context = {
        "form": form,
        "asked": asked and form.is_valid(),
        "lines": lines,
        "people": sum(one.people for one in found),
        "may_export": may_export(access, paths) and bool(lines),
    }
    return render(request, "sorting/near.html", context, status=422 if form.errors else 200)


def _lines(found: list[Near]) -> list[dict[str, Any]]:
    places = names({one.arrival.path for one in found})
    people = names_in([one.arrival.pk for one in found])
    return [
        {
            "how": HOW[one.how],
            "near": one.how == 0,
            "people": people.get(one.arrival.pk, []),
            "address": places.get(one.arrival.path, ""),
            "arrival": one.arrival,
        }
        for one in found
    ]


def _cells(line: dict[str, Any]) -> list[object]:
    one = line["arrival"]
    said = "、".join(name for _pk, name in line["people"])
    return [
        str(line["how"]), said, line["address"], one.carriage, one.seat, one.arrives_on,
        one.get_state_display(),
    ]  # fmt: skip
