"""The access log and its seals, for the privacy officer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.audit import queries
from wanli.domains.audit.operations.seal import verify
from wanli.domains.places.queries import names
from wanli.ground.acting import acting
from wanli.kernel.scope import EVERYTHING
from wanli.web.desk.audit.forms import NarrowForm
from wanli.web.desk.audit.words import opened
from wanli.web.export import as_file, ending_asked_for
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    """The access log below one's posts, latest first."""
    access = access_of(request)
    access.require_any("audit.view")
    form = NarrowForm(request.GET or None)
    log = queries.openings(access.paths("audit.view"), form.narrowing())
    if ending := ending_asked_for(request):
        return _file(ending, list(log))
    page = LongPaginator(log, PAGE).get_page(request.GET.get("page"))
    places = names({opening.path for opening in page})
    rows = [(opening, opened(opening.what), places.get(opening.path, "")) for opening in page]
    return render(request, "audit/openings.html", {"form": form, "page": page, "rows": rows})


def _file(ending: str, log: list[queries.Opening]) -> HttpResponse:
    places = names({opening.path for opening in log})
    headings = (
        _("时间"), _("谁"), _("看了什么"), _("几人"), _("地点"), _("理由"), _("来自"),
    )  # fmt: skip
    rows = (
        [o.at, o.user_name, opened(o.what), o.count, places.get(o.path, ""), o.reason, o.origin]
        for o in log
    )
    return as_file(ending, "openings", headings, rows)


@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    """The daily seals."""
    access_of(request).require_any("audit.view")
    return render(request, "audit/seals.html", {"seals": queries.seals()})


@require_POST
def verify_seals(request: HttpRequest) -> HttpResponse:
    """Recompute every seal and say what fits and what does not.

    A seal covers all places, so it is checked with the system's scope; only days and table
    names come back.
    """
    access_of(request).require_any("audit.view")
    with acting(EVERYTHING):
        broken = verify()
    context = {"seals": queries.seals(), "verified": True, "broken": broken}
    return render(request, "audit/seals.html", context)
