"""The wall map and its data."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wanli.domains.ledger.queries import Figure, figures
from wanli.domains.ledger.registry import measures
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.queries import breadcrumb, buildings_below, children, tops
from wanli.domains.wallmap import queries
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.web.figures import link_of
from wanli.web.request import access_of

DAYS_BACK = 30


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
    asked = request.GET.get("measure", "")
    context = {
        "at": _at(access, request),
        "measures": shown,
        "measure": asked if asked in measures() else "residents",
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
    """GeoJSON of what one may see; stairwells of the building one is at."""
    access = access_of(request)
    at = _at(access, request)
    cut = at.path if at.kind == "building" else ""
    return JsonResponse(queries.features(access.paths("wall.view"), stairwells_of=cut))


@require_GET
def figures_json(request: HttpRequest) -> JsonResponse:
    """Every figure that the wall shows at a place, exact at this moment or as of a past day."""
    access = access_of(request)
    at = _at(access, request)
    day = _day(request.GET.get("day", ""))
    known = measures()
    measure = request.GET.get("measure", "")
    measure = measure if measure in known else "residents"
    inside = [child for child in children(at) if child.kind != "gate"]
    buildings = buildings_below(at.path)
    labels = [child.label for child in inside] + buildings
    found = {f.label: f for f in figures(labels=labels, measures=[measure], day=day)}
    own = figures(labels=[at.label], day=day)
    return JsonResponse(
        {
            "at": {"label": at.label, "name": at.name, "kind": at.kind, "path": at.path},
            "crumbs": [
                {"label": p.label, "name": p.name}
                for p in breadcrumb(at)
                if access.can("wall.view", p.path)
            ],
            "measure": measure,
            "own": [_line(access, f, str(known[f.measure].name)) for f in own],
            "children": [
                {"kind": str(child.get_kind_display())}
                | _line(access, found[child.label], child.name)
                for child in inside
                if child.label in found
            ],
            "buildings": {
                label: [found[label].stock, found[label].plus]
                for label in buildings
                if label in found
            },
            "day": (day or clock.today()).isoformat(),
        }
    )


def _line(access: Access, figure: Figure, name: str) -> dict[str, object]:
    return {
        "label": figure.label,
        "measure": figure.measure,
        "name": name,
        "stock": figure.stock,
        "plus": figure.plus,
        "minus": figure.minus,
        "url": link_of(access, figure),
    }


def _day(text: str) -> date | None:
    """A past day; None for today, and for what is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < clock.today() else None
