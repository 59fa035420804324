"""Rounds: suggested and made by who plans them, listed for who runs them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.errands import queries
from wanli.domains.errands.access import request_for, round_for
from wanli.domains.errands.operations.plan_rounds import give_up_round, make_round, take_out
from wanli.domains.errands.rounds import mine, rounds, suggestions, tours
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.errands.views import PAGE, shown, where_seen
from wanli.web.errors import sentence
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of, user_of_request


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What waits, grouped: tick, and it is a round."""
    access = access_of(request)
    _place, paths = where_asked(request, access, "errand.manage")
    error = ""
    if request.method == "POST":
        try:
            made = make_round(
                access=access,
                request_ids=_ids(request.POST.getlist("ids")),
                round_id=(_ids([request.POST.get("entry", "")]) or [uuid7()])[0],
                shop=request.POST.get("shop", ""),
            )
        except Refused as refused:
            error = sentence(refused)
        else:
            messages.success(request, _("排好了一趟,等人接。"))
            return redirect("errands:round", made.pk)
    found = suggestions(paths)
    context = {
        "groups": [(uuid7(), one) for one in found],
        "counts": queries.counts(paths),
        "ticked": set(request.POST.getlist("ids")),
        "error": error,
    }
    return render(request, "errands/plan.html", context, status=422 if error else 200)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What I have in hand, what may be taken, and what others run."""
    access = access_of(request)
    label = request.GET.get("place", "")
    place, paths = None, where_seen(access)
    if label:
        place, paths = where_asked(request, access, "errand.view")
    if not paths:
        raise Hidden
    which = request.GET.get("which", "")
    over = which == "over"
    found = behind_increment(request, rounds(paths, "over" if over else "open"), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    me = user_of_request(request).pk
    context = {
        "over": over,
        "page": page,
        "open": tours(page),
        "mine": [] if over else tours(mine(me)),
        "others": [] if over else tours(rounds(paths, "taken").exclude(runner=me)[:PAGE]),
        "may_manage": access.has("errand.manage"),
    }
    return render(request, "errands/rounds.html", context)


@require_POST
def give_up(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Nobody runs it; what was in it waits again."""
    access = access_of(request)
    round_for(access, round_id, "errand.manage")
    try:
        give_up_round(access=access, round_id=round_id)
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("errands:round", round_id)
    messages.success(request, _("这一趟取消了,里面的重新等着排。"))
    return redirect("errands:plan")


@require_POST
def out(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Out of its round."""
    access = access_of(request)
    request_for(access, request_id, "errand.manage")
    try:
        take_out(access=access, request_id=request_id)
    except Refused as refused:
        return shown(request, request_id, error=sentence(refused))
    messages.success(request, _("拿出来了,重新等着排。"))
    return redirect("errands:request", request_id)


def _ids(said: list[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in said if one]
    except ValueError:
        raise Hidden from None
