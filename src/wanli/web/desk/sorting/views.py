"""The list of key areas on a day: searched, and out as a file."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wanli.domains.arrivals.areas import KeyArea, search_areas
from wanli.domains.plans.queries import places_with_plans
from wanli.kernel import clock
from wanli.web.export import as_file, ending_asked_for
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """What is on the list on a day, today unless another one is asked for."""
    access = access_of(request)
    access.require_any("plan.view")
    said = request.GET.get("day", "").strip()
    day = _day(said)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    places = places_with_plans(access)
    rows = search_areas([one.pk for one in places], day or clock.today(), words)
    if ending := ending_asked_for(request):
        headings = (_("区划代码"), _("地区"), _("社区"), _("等级"), _("从哪天"), _("到哪天"))
        return as_file(ending, "key-areas", headings, [_cells(row) for row in rows])
    context = {
        "page": LongPaginator(rows, PAGE).get_page(request.GET.get("page")),
        "day": day or clock.today(),
        "error": _("请写成 2020-02-14 这样的日期。") if said and day is None else "",
        "said": said,
        "q": words,
        "may_draft": access.has("plan.draft"),
    }
    return render(request, "sorting/areas.html", context, status=422 if context["error"] else 200)


def _cells(row: KeyArea) -> list[object]:
    return [row.code, row.name, row.words, row.get_level_display(), row.since, row.until]


def _day(said: str) -> date | None:
    try:
        return parse_date(said) if said else None
    except ValueError:
        return None
