"""Passing on: homes that nobody reaches, and all that one visits; asked, accepted, refused."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.contacts import care, queries
from wanli.domains.contacts.access import MANAGE, RECORD
from wanli.domains.contacts.carers import Carers
from wanli.domains.contacts.operations.pass_on import (
    accept,
    offer_care,
    offer_homes,
    refuse,
    take_back,
)
from wanli.domains.places.queries import area_of
from wanli.kernel.errors import Hidden, Refused
from wanli.web.desk.contacts.forms import PassOnForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.narrowing import where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 60


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Homes that nobody has reached for too long: taken, or passed on to somebody else."""
    access = access_of(request)
    place, paths = where_asked(request, access, MANAGE)
    page = LongPaginator(queries.forgotten(paths), PAGE).get_page(request.GET.get("page"))
    lines = queries.home_lines(page)
    carers = Carers({area_of(line.home.path) for line in lines})
    every = {one.user_id: one for line in lines for one in carers.at(line.home.path)}
    form = PassOnForm(request.POST or None, carers=list(every.values()))
    ticked = _ids(request, "homes")
    wrong = ""
    if request.method == "POST" and (_hers(request) or form.is_valid()):
        to, why = (str(access.user_id), "") if _hers(request) else _chosen(form)
        try:
            made = offer_homes(access=access, homes=ticked, to=UUID(to), why=why)
        except Refused as refused:
            wrong = sentence(refused)
        else:
            _say(request, len(made))
            return redirect("contacts:forgotten")
    context = {
        "place": place,
        "page": page,
        "lines": lines,
        "form": form,
        "ticked": {str(one) for one in ticked},
        "wrong": wrong,
        "days": queries.rules_at(paths[0]).pass_on_days,
    }
    bad = wrong or form.errors
    return render(request, "contacts/forgotten.html", context, status=422 if bad else 200)


def _hers(request: HttpRequest) -> bool:
    """Whether she takes them herself."""
    return request.POST.get("said") == "mine"


def _chosen(form: PassOnForm) -> tuple[str, str]:
    return form.cleaned_data["to"], form.cleaned_data["why"]


def _say(request: HttpRequest, n: int) -> None:
    if n:
        said = ngettext("{n} 户转过去了,等对方接手。", "{n} 户转过去了,等对方接手。", n)
        messages.success(request, said.format(n=n))
    else:
        messages.success(request, _("归您了,在“您接手的”里。"))


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    try:
        return [UUID(said) for said in request.POST.getlist(name)]
    except ValueError:
        raise Hidden from None


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """All that one visits, offered to another one."""
    access = access_of(request)
    rows = care.cared(access.paths(RECORD if user_id == access.user_id else MANAGE), "all", user_id)
    lines = care.cared_lines(rows, access.user_id)
    if not lines:
        raise Hidden
    carers = Carers({area_of(line.cared.path) for line in lines})
    able = carers.everywhere([line.cared.path for line in lines])
    form = PassOnForm(request.POST or None, carers=[one for one in able if one.user_id != user_id])
    if request.method == "POST" and form.is_valid():
        try:
            made = offer_care(
                access=access, from_user=user_id, to=UUID(form.cleaned_data["to"]),
                why=form.cleaned_data["why"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said = ngettext("{n} 位转过去了,等对方接手。", "{n} 位转过去了,等对方接手。", len(made))
            messages.success(request, said.format(n=len(made)))
            return redirect("contacts:offers")
    context = {
        "form": form,
        "lines": lines,
        "mine": user_id == access.user_id,
        "carer": lines[0].carer,
    }
    return render(request, "contacts/hand_over.html", context, status=422 if form.errors else 200)


@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """What one is asked to take over, and what waits for others."""
    return _offers(request)


def _offers(request: HttpRequest, *, wrong: str = "") -> HttpResponse:
    access = access_of(request)
    access.require_any(RECORD)
    found = care.offers(access)
    open_ones = [one for one in found if one.offer.state == "offered"]
    context = {
        "mine": [one for one in open_ones if one.mine],
        "others": [one for one in open_ones if not one.mine],
        "refused": [one for one in found if one.offer.state == "refused"],
        "wrong": wrong,
        "why": request.POST.get("why", ""),
    }
    return render(request, "contacts/offers.html", context, status=422 if wrong else 200)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Taken over, not taken over, or offered no more: the ticked ones."""
    access = access_of(request)
    access.require_any(RECORD)
    ids, what = _ids(request, "offers"), request.POST.get("said", "")
    if not ids:
        return _offers(request, wrong=_("请先勾上是哪几个。"))
    try:
        if what == "accept":
            n = accept(access=access, offers=ids)
            done = ngettext("接手了 {n} 个。", "接手了 {n} 个。", n)
        elif what == "back":
            n = take_back(access=access, offers=ids)
            done = ngettext("收回了 {n} 个。", "收回了 {n} 个。", n)
        else:
            n = refuse(access=access, offers=ids, why=request.POST.get("why", ""))
            done = ngettext("{n} 个没有接手,对方看得到原因。", "{n} 个没有接手,对方看得到原因。", n)
    except Refused as refused:
        return _offers(request, wrong=sentence(refused))
    messages.success(request, done.format(n=n))
    return redirect("contacts:offers")
