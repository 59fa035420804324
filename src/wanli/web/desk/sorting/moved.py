"""Whom a changed plan or list moved, and the observations that are not asked for any more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.arrivals import verdicts
from wanli.domains.arrivals.moved import moved_below, unasked_below
from wanli.domains.arrivals.operations.moved import end_unasked, go_on, take_note
from wanli.domains.observation.queries import last_days
from wanli.domains.places.queries import names, subdistrict_of
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.web.errors import sentence
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of, id_said

PAGE = 50


@require_http_methods(["GET", "POST"])
def moved(request: HttpRequest) -> HttpResponse:
    """Who is of another class since the plan or the list changed, and what it asks."""
    access = access_of(request)
    access.require_any("arrival.verify")
    if request.method == "POST":
        said = [id_said(one) for one in request.POST.getlist("verdict")[:PAGE]]
        n = take_note(access=access, verdicts=[one for one in said if one])
        messages.success(
            request, ngettext("{n} 人记为看过了。", "{n} 人记为看过了。", n).format(n=n)
        )
        return redirect("sorting:moved")
    rows = moved_below(access.paths("arrival.verify"))
    page = LongPaginator(rows, PAGE).get_page(request.GET.get("page"))
    places = names({one.path for one in page})
    plans = {path: plan_in_force(path).plan for path in {subdistrict_of(one.path) for one in page}}
    context = {
        "page": page,
        "rows": [
            (
                one, mask_name(one.returnee.name), places.get(one.path, ""),
                verdicts.was_called(one), verdicts.class_name(one), verdicts.explained(one),
                verdicts.demands(plans[subdistrict_of(one.path)], one),
            )
            for one in page
        ],
    }  # fmt: skip
    return render(request, "sorting/moved.html", context)


@require_http_methods(["GET"])
def unasked(request: HttpRequest) -> HttpResponse:
    """Observations that stand although the class does not ask for them, to be decided."""
    return _unasked(request)


def _unasked(request: HttpRequest, wrong: str = "", at: UUID | None = None) -> HttpResponse:
    access = access_of(request)
    access.require_any("arrival.decide")
    rows = unasked_below(access.paths("arrival.decide"))
    page = LongPaginator(rows, PAGE).get_page(request.GET.get("page"))
    places = names({one.path for one in page})
    last = last_days(one.case for one in page if one.case)
    context = {
        "page": page,
        "rows": [
            (
                one, mask_name(one.returnee.name), places.get(one.path, ""),
                verdicts.class_name(one), last.get(one.case), access.can(
                    "observation.decide", one.path
                ),
            )
            for one in page
        ],
        "wrong": wrong,
        "wrong_at": at,
        "why": request.POST.get("why") or _("按现在的预案和名单,不再要求观察"),
    }  # fmt: skip
    return render(request, "sorting/unasked.html", context, status=422 if wrong else 200)


@require_POST
def decide(request: HttpRequest, verdict_id: UUID) -> HttpResponse:
    """It ends today, or goes on to its end."""
    access = access_of(request)
    try:
        if "end" in request.POST:
            end_unasked(access=access, verdict_id=verdict_id, why=request.POST.get("why", ""))
            messages.success(request, _("观察到今天为止。"))
        else:
            go_on(access=access, verdict_id=verdict_id)
            messages.success(request, _("照旧观察到期满。"))
    except Refused as refused:
        return _unasked(request, sentence(refused), verdict_id)
    return redirect("sorting:unasked")
