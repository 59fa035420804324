"""The wall map and its data."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from wanli.domains.ledger.queries import Figure, figures, increments
from wanli.domains.ledger.registry import measures
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.queries import breadcrumb, buildings_below, children, tops
from wanli.domains.wallmap import queries
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.web.figures import link_of
from wanli.web.request import access_of
from wanli.web.wall.chart import chart

DAYS_BACK = 30
TREND_DAYS = 14
GROUPS = {
    "people": gettext_lazy("人口"),
    "homes": gettext_lazy("房屋"),
    "canvass": gettext_lazy("排摸"),
    "care": gettext_lazy("重点对象"),
    "posts": gettext_lazy("岗位"),
}
"""Measures stand together by what they are about."""


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The wall, at the place in ``?at=`` or at the head of one's posts."""
    return _page(request, big=False)


@require_GET
def big(request: HttpRequest) -> HttpResponse:
    """The wall for a screen across the room."""
    return _page(request, big=True)


def _page(request: HttpRequest, *, big: bool) -> HttpResponse:
    access = access_of(request)
    access.require_any("wall.view")
    shown = [m for m in measures().values() if m.on_wall]
    context = {
        "at": _at(access, request),
        "measures": sorted(shown, key=lambda m: _order(m.key)),
        "measure": measures()[_measure(request)],
        "big": big,
        "today": clock.today(),
        "first": clock.today() - timedelta(days=DAYS_BACK),
        "days": DAYS_BACK,
    }
    return render(request, "wall/map.html", context)


def _at(access: Access, request: HttpRequest) -> Place:
    label = request.GET.get("at", "")
    if label:
        return place_for(access, label, "wall.view")
    heads = tops(access.paths("wall.view"))
    if not heads:
        raise Hidden
    return heads[0]


@require_GET
def features(request: HttpRequest) -> JsonResponse:
    """GeoJSON of what one may see; stairwells of the building one is at, or in."""
    access = access_of(request)
    cut = _cut(_at(access, request))
    return JsonResponse(queries.features(access.paths("wall.view"), stairwells_of=cut))


@require_GET
def figures_json(request: HttpRequest) -> JsonResponse:
    """Every figure that the wall shows at a place, exact at this moment or as of a past day."""
    access = access_of(request)
    at = _at(access, request)
    day = _day(request.GET.get("day", ""))
    measure = _measure(request)
    known = measures()
    inside = [child for child in children(at) if child.kind != "gate"]
    lamps = buildings_below(at.path)
    labels = [child.label for child in inside] + lamps
    found = {f.label: f for f in figures(labels=labels, measures=[measure], day=day)}
    own = sorted(figures(labels=[at.label], day=day), key=lambda f: _order(f.measure))
    last = day or clock.today()
    trend = increments(
        label=at.label, measure=measure, first=last - timedelta(days=TREND_DAYS - 1), last=last
    )
    return JsonResponse(
        {
            "at": {"label": at.label, "name": at.name, "kind": at.kind, "path": at.path},
            "cut": _cut(at),
            "crumbs": _crumbs(access, at),
            "measure": measure,
            "names": {key: str(one.name) for key, one in known.items()},
            "good": [key for key, one in known.items() if one.rising_is_good],
            "own": [
                _line(access, f, str(known[f.measure].name))
                | {"group": str(GROUPS[_group(f.measure)])}
                for f in own
                if known[f.measure].on_wall
            ],
            "children": [
                _child(access, child, found[child.label])
                for child in inside
                if child.label in found
            ],
            "buildings": {
                label: [found[label].stock, found[label].plus] for label in lamps if label in found
            },
            "days": [(one.isoformat(), plus, minus) for one, plus, minus in trend],
            "day": last.isoformat(),
        }
    )


@require_GET
def paper(request: HttpRequest) -> HttpResponse:
    """The wall chart as a PDF, A3."""
    access = access_of(request)
    at = _at(access, request)
    pages = chart(access, at, _measure(request), _day(request.GET.get("day", "")))
    response = HttpResponse(pages, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="wall-chart.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _cut(at: Place) -> str:
    """The path of the building whose stairwells are drawn, if one is at or in one."""
    steps = {"building": 0, "stairwell": 1, "household": 2}
    if at.kind not in steps:
        return ""
    return at.path.rsplit(".", steps[at.kind])[0]


def _crumbs(access: Access, at: Place) -> list[dict[str, str]]:
    return [
        {"label": step.label, "name": step.name}
        for step in breadcrumb(at)
        if access.can("wall.view", step.path)
    ]


def _child(access: Access, child: Place, figure: Figure) -> dict[str, object]:
    """A place one step down; a home has no wall of its own, but a page."""
    page = ""
    if child.kind == "household" and access.can("people.view", child.path):
        page = reverse("people:home", args=[child.label])
    kind = str(child.get_kind_display())
    return {"kind": kind, "page": page} | _line(access, figure, child.name)


def _group(measure: str) -> str:
    if measure in ("households", "let_homes", "empty_homes"):
        return "homes"
    prefixes = {"posts_": "posts", "homes_": "canvass", "key_": "care"}
    return next((group for start, group in prefixes.items() if measure.startswith(start)), "people")


def _order(measure: str) -> tuple[int, int]:
    return list(GROUPS).index(_group(measure)), list(measures()).index(measure)


def _measure(request: HttpRequest) -> str:
    asked = request.GET.get("measure", "")
    return asked if asked in measures() else "residents"


def _line(access: Access, figure: Figure, name: str) -> dict[str, object]:
    return {
        "label": figure.label,
        "measure": figure.measure,
        "name": name,
        "stock": figure.stock,
        "plus": figure.plus,
        "minus": figure.minus,
        "url": link_of(access, figure),
        "came": link_of(access, figure, "plus"),
        "went": link_of(access, figure, "minus"),
    }


def _day(text: str) -> date | None:
    """A past day; None for today, and for what is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < clock.today() else None
