"""One place: its figures, what stands in it, who serves there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wanli.domains.accounts.queries import seats_below
from wanli.domains.ledger.place_merges import merges_into
from wanli.domains.ledger.queries import figures
from wanli.domains.places.access import place_for
from wanli.domains.places.kinds import children_of
from wanli.domains.places.queries import children, tops
from wanli.web.crumbs import crumbs_of
from wanli.web.export import as_file, ending_asked_for
from wanli.web.figures import shown
from wanli.web.request import access_of

SERVED = {"area", "compound", "building", "stairwell", "gate"}
"""Kinds of place whose seats are few enough to be listed on its page."""


@require_GET
def top(request: HttpRequest) -> HttpResponse:
    """The heads of one's subtrees; straight to the place when there is only one."""
    access = access_of(request)
    access.require_any("place.view")
    heads = tops(access.paths("place.view"))
    if len(heads) == 1:
        return redirect("places:place", heads[0].label)
    return render(request, "places/top.html", {"heads": heads})


@require_GET
def place(request: HttpRequest, label: str) -> HttpResponse:
    """A place."""
    access = access_of(request)
    found = place_for(access, label)
    if found.kind == "household" and access.can("people.view", found.path):
        return redirect("people:home", label)
    inside = children(found)
    own = [f for f in figures(labels=[label]) if f.stock or f.plus or f.minus]
    counts = {
        f.label: f.stock
        for f in (figures(children_of=label, measures=["residents"]) if inside else [])
    }
    if ending := ending_asked_for(request):
        rows = (
            [child.name, child.get_kind_display(), child.code, counts.get(child.label, 0)]
            for child in inside
        )
        return as_file(ending, "places", (_("名称"), _("种类"), _("代码"), _("居住人口")), rows)
    context = {
        "place": found,
        "crumbs": crumbs_of(access, found),
        "children": [(child, counts.get(child.label, 0)) for child in inside],
        "figures": shown(access, own),
        "seats": seats_below(found.path) if found.kind in SERVED - {"area", "compound"} else [],
        "may_edit": access.can("place.edit", found.path) and not found.retired_on,
        "may_retire": found.path not in access.paths("place.edit"),
        "kinds_inside": children_of(found.kind),
        "merges": merges_into(access, found),
    }
    return render(request, "places/place.html", context)
