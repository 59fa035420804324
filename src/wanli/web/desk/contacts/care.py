"""The care list: today's visits, who was forgotten, one person, checking in at the door."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.contacts import care
from wanli.domains.contacts.access import MANAGE, RECORD, VIEW, Cared, cared_for
from wanli.domains.contacts.carers import carers_at
from wanli.domains.contacts.operations.care_list import (
    change,
    kind_for,
    put_on,
    put_on_by_mark,
    see_family,
    take_off,
)
from wanli.domains.contacts.operations.visit import check_in
from wanli.domains.contacts.vault import open_family, open_note
from wanli.domains.people.access import person_for
from wanli.domains.people.queries import lines as people_lines
from wanli.domains.places.queries import names
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.contacts.forms import CaredForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.lately import lately_at
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of, entry_of

PAGE = 40


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Whom to visit, those that are overdue first; ``?mine``: only one's own."""
    access = access_of(request)
    place, paths = where_asked(request, access, VIEW)
    which = request.GET.get("which", "due")
    which = which if which in care.WHICH else "due"
    mine = "mine" in request.GET
    counts = care.counts(paths)
    found = care.cared(paths, which, access.user_id if mine else None)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    manage = access.has(MANAGE)
    context = {
        "place": place,
        "which": which,
        "mine": mine,
        "tabs": [
            ("due", _("要去的"), counts["due"]),
            ("all", _("名单上的"), counts["all"]),
            ("nobody", _("没人探望的"), counts["nobody"]),
        ],
        "page": page,
        "lines": [(line, uuid7()) for line in care.cared_lines(page, access.user_id)],
        "may_record": access.has(RECORD),
        "may_manage": manage,
        "lacking": care.lacking(access.paths(MANAGE)).count() if manage else 0,
    }
    return render(request, "contacts/care.html", context)


@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """The visits behind a figure of the wall."""
    access = access_of(request)
    place, paths = where_asked(request, access, VIEW)
    which = request.GET.get("which", "missed")
    found = behind_increment(request, care.visits(paths, which), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"place": place, "page": page, "lines": care.visit_lines(page), "which": which}
    return render(request, "contacts/visits.html", context)


@require_http_methods(["GET", "POST"])
def lacking(request: HttpRequest) -> HttpResponse:
    """Who should be looked after by the plan and is on no list; the ticked ones are put on it, and
    visited by whoever is nearest."""
    access = access_of(request)
    place, paths = where_asked(request, access, MANAGE)
    if request.method == "POST":
        try:
            ids = [UUID(said) for said in request.POST.getlist("people")][:PAGE]
        except ValueError:
            raise Hidden from None
        n = sum(bool(put_on_by_mark(access=access, person_id=one)) for one in ids)
        done = ngettext("{n} 位放进名单了。", "{n} 位放进名单了。", n)
        messages.success(request, done.format(n=n))
        return redirect("contacts:lacking")
    page = LongPaginator(care.lacking(paths), PAGE).get_page(request.GET.get("page"))
    context = {"place": place, "page": page, "lines": people_lines(page)}
    return render(request, "contacts/lacking.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Put somebody on the list."""
    access = access_of(request)
    person = person_for(access, person_id, MANAGE)
    known = care.of_person(person.pk)
    if known:
        return redirect("contacts:cared", known.pk)
    carers = carers_at(person.path).at(person.path)
    initial = {
        "kind": kind_for(person),
        "carer": str(carers[0].user_id) if carers else "",
    }
    form = CaredForm(
        request.POST or None, care=care.care_at(person.path), carers=carers, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = put_on(access=access, person_id=person.pk, terms=form.terms())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("放进关爱名单了,到时候会列在探望的人的“今日”里。"))
            return redirect("contacts:cared", made.pk)
    line = people_lines([person])[0]
    context = {"form": form, "line": line, "title": _("放进关爱名单")}
    return render(request, "contacts/cared_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, cared_id: UUID) -> HttpResponse:
    """Change how somebody is looked after. What is kept of the family is shown, and logged."""
    access = access_of(request)
    found = cared_for(access, cared_id, MANAGE)
    carers = carers_at(found.path).at(found.path)
    if request.method == "GET" and found.family_cipher:
        see_family(access=access, cared_id=found.pk, reason=_("改探望的安排"))
    form = CaredForm(
        request.POST or None, care=care.care_at(found.path), carers=carers, initial=_kept(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            change(access=access, cared_id=found.pk, terms=form.terms())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("改好了。"))
            return redirect("contacts:cared", found.pk)
    line = people_lines([found.person])[0]
    context = {"form": form, "line": line, "title": _("改探望的安排"), "cared": found}
    response = render(
        request, "contacts/cared_form.html", context, status=422 if form.errors else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _kept(found: Cared) -> dict[str, object]:
    family = open_family(found.family_cipher)
    return {
        "kind": found.kind,
        "carer": str(found.carer_id or ""),
        "first_on": found.next_on if found.next_on >= clock.today() else None,
        "keys": family.keys,
        "family": family.name,
        "phone": family.phone,
        "note": open_note(found.note_cipher),
    }


@require_GET
def one(request: HttpRequest, cared_id: UUID) -> HttpResponse:
    """Somebody on the list: what to look at, keys and family, who was there."""
    access = access_of(request)
    return _one(request, access, cared_for(access, cared_id))


def _one(request: HttpRequest, access: Access, found: Cared, *, wrong: str = "") -> HttpResponse:
    may_record = access.can(RECORD, found.path)
    family = None
    if may_record and "family" in request.GET:
        family = see_family(access=access, cared_id=found.pk, reason=_("探望,敲不开门或要找家里人"))
    line = care.cared_lines([found], access.user_id)[0]
    context = {
        "cared": found,
        "line": line,
        "kept": care.kept_of(found),
        "family": family,
        "visits": care.visits_of(found),
        "lately": lately_at(access, found.path),
        "crumbs": crumbs_of(access, found.place),
        "may_record": may_record,
        "may_manage": access.can(MANAGE, found.path),
        "entry": request.POST.get("entry") or uuid7(),
        "code": request.POST.get("code") or request.GET.get("code", ""),
        "typed": request.POST.get("note", ""),
        "wrong": wrong,
    }
    response = render(request, "contacts/cared.html", context, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def visit(request: HttpRequest, cared_id: UUID) -> HttpResponse:
    """Somebody was there."""
    access = access_of(request)
    found = cared_for(access, cared_id, RECORD)
    fine = request.POST.get("fine", "")
    code = request.POST.get("code", "").strip()[:12]
    try:
        if fine not in ("yes", "no"):
            raise Refused(_("请点一下:都好,还是不大好。"))
        check_in(
            access=access, cared_id=found.pk, entry=entry_of(request), fine=fine == "yes",
            code=code, note=request.POST.get("note", ""),
        )  # fmt: skip
    except Refused as refused:
        return _one(request, access, found, wrong=sentence(refused))
    if fine == "no":
        messages.warning(request, _("记下了,已经告诉居委。要紧的,请马上打 120,再打给居委。"))
    else:
        messages.success(request, _("记下了:去看过了。"))
    if code:
        return redirect("contacts:here", code)
    return redirect(
        reverse("contacts:care") + ("?mine" if found.carer_id == access.user_id else "")
    )


@require_POST
def off(request: HttpRequest, cared_id: UUID) -> HttpResponse:
    """She need not be looked after any more."""
    access = access_of(request)
    found = cared_for(access, cared_id, MANAGE)
    try:
        take_off(access=access, cared_id=found.pk, why=request.POST.get("why", ""))
    except Refused as refused:
        return _one(request, access, found, wrong=sentence(refused))
    messages.success(request, _("不用探望了。"))
    return redirect("contacts:care")


@login_required
@require_GET
def here(request: HttpRequest, code: str) -> HttpResponse:
    """At the poster of a stairwell: whom the reader visits there."""
    access = access_of(request)
    access.require_any(RECORD)
    lines = care.here(access, code)
    head = lines[0].cared.path.rpartition(".")[0] if lines else ""
    context = {
        "code": code,
        "lines": [(line, uuid7()) for line in lines],
        "where": names([head]).get(head, "") if head else "",
    }
    return render(request, "contacts/here.html", context)
