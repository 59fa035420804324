"""The round: whom to reach next in two taps, one home, and how far each stairwell is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.contacts import queries
from wanli.domains.contacts.access import MANAGE, RECORD, VIEW, Contact, home_for
from wanli.domains.contacts.operations.record import (
    record_contact,
    see_after,
    withdraw_contact,
)
from wanli.domains.people.lately import lately
from wanli.domains.people.operations.open_fields import Clear, open_fields
from wanli.domains.people.queries import at_home
from wanli.domains.places.access import Place
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.contacts import Contacts
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.crumbs import crumbs_of
from wanli.web.errors import sentence
from wanli.web.export import as_file, ending_asked_for
from wanli.web.lately import lately_at
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.outbox import did_not, went, when
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of, entry_of

PAGE = 30
CALLED = "phone"
"""By which most are reached: it is set where nobody has said by what yet."""


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Whom to reach, those that wait longest first, and who was reached."""
    return _list(request)


def _list(request: HttpRequest, *, wrong: str = "", at: str = "") -> HttpResponse:
    access = access_of(request)
    place, paths = where_asked(request, access, VIEW)
    which = request.GET.get("which", "due")
    which = which if which in (*queries.WHICH, "held") else "due"
    counts = queries.counts(paths)
    held = queries.homes(paths).filter(held_by=access.user_id)
    found = held if which == "held" else queries.homes(paths, which)
    found = behind_increment(request, found, place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    rules = queries.rules_at(paths[0])
    lines = queries.home_lines(page)
    # What lies on a phone says who is to be reached, and nothing of what anybody said.
    on_phone = "kept" in request.GET
    told = {} if on_phone else lately(access, [line.home.path for line in lines], at_most=1)
    context = {
        "place": place,
        "which": which,
        "tabs": [
            ("due", _("还没联系上"), counts["due"]),
            ("reached", _("联系上了"), counts["reached"]),
        ],
        "held": held.count(),
        "counts": counts,
        "page": page,
        "lines": [(line, uuid7(), told.get(line.home.path, [])) for line in lines],
        "rules": rules,
        "taps": _taps(request, rules),
        "may_record": access.has(RECORD),
        "worries": queries.worries(access.paths(MANAGE))
        if access.has(MANAGE) and not on_phone
        else [],
        "last": queries.last_of(access.user_id),
        "wrong": wrong,
        "wrong_at": at,
        "typed": request.POST.get("note", "") if at else "",
        "query": request.GET.urlencode(),
    }
    return render(request, "contacts/list.html", context, status=422 if wrong else 200)


def _taps(request: HttpRequest, rules: Contacts) -> dict[str, Any]:
    """What there is to tap; the way that was taken last is set."""
    ways = [(one.key, said(one.name)) for one in rules.ways]
    asked = request.POST.get("way") or request.GET.get("way", "")
    known = [key for key, _name in ways]
    way = next((key for key in (asked, CALLED) if key in known), known[0])
    return {
        "ways": ways,
        "way": way,
        "outcomes": [(one, said(one.name)) for one in rules.outcomes],
    }


@require_POST
def record(request: HttpRequest, label: str) -> HttpResponse:
    """How it went with one home; a wish leads to its errands, all else back to the list."""
    access = access_of(request)
    home_for(access, label, RECORD)
    note = request.POST.get("note", "")
    try:
        contact = record_contact(
            access=access, label=label, contact_id=entry_of(request),
            way=request.POST.get("way", ""), outcome=request.POST.get("outcome", ""), note=note,
            at=when(request),
        )  # fmt: skip
    except Refused as refused:
        return did_not(request, refused, lambda said: _again(request, access, label, said))
    if contact.wish and access.can("errand.ask", contact.path):
        begun = "?" + urlencode({"note": note[:300]}) if note.strip() else ""
        url = reverse("errands:ask", args=[label]) + begun
        return went(request, url, _("记下了:联系上了。想要什么,接着记在这里。"))
    said = _("记下了。")
    if contact.worry:
        said = _("记下了,已经告诉居委。要紧的,请马上再打电话给居委,或打 120。")
    return went(request, _back(request, contact), said, urgent=contact.worry)


def _again(request: HttpRequest, access: Access, label: str, wrong: str) -> HttpResponse:
    """The page from which it came, with what is wrong."""
    if request.POST.get("from") == "home":
        return _home(request, access, home_for(access, label), wrong=wrong)
    return _list(request, wrong=wrong, at=label)


def _back(request: HttpRequest, contact: Contact) -> str:
    if request.POST.get("from") == "home":
        return reverse("contacts:home", args=[contact.place.label])
    query = {key: request.GET[key] for key in ("place", "page") if request.GET.get(key)}
    return reverse("contacts:list") + "?" + urlencode(query | {"way": contact.way})


@require_GET
def home(request: HttpRequest, label: str) -> HttpResponse:
    """One home: who lives there, who was in touch; with ``?call`` its numbers."""
    access = access_of(request)
    return _home(request, access, home_for(access, label))


def _home(request: HttpRequest, access: Access, place: Place, *, wrong: str = "") -> HttpResponse:
    rules = queries.rules_at(place.path)
    people = at_home(place)
    may_call = access.can("people.open", place.path)
    numbers: list[Clear] | None = None
    if may_call and "call" in request.GET:
        reason = _("联系住户,打电话")
        numbers = [
            open_fields(access=access, person_id=line.id, reason=reason)
            for line in people
            if line.path == place.path
        ]
    context = {
        "place": place,
        "address": names([place.path]).get(place.path, place.name),
        "crumbs": crumbs_of(access, place),
        "people": people,
        "may_call": may_call,
        "numbers": numbers,
        "may_record": access.can(RECORD, place.path),
        "may_ask": access.can("errand.ask", place.path),
        "taps": _taps(request, rules),
        "entry": request.POST.get("entry") or uuid7(),
        "typed": request.POST.get("note", ""),
        "lately": lately_at(access, place.path),
        "wrong": wrong,
    }
    response = render(request, "contacts/home.html", context, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def withdraw(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """It was a slip of the finger."""
    try:
        withdraw_contact(access=access_of(request), contact_id=contact_id)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("撤回了,这一户又回到名单里。"))
    return redirect("contacts:list")


@require_POST
def seen(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The committee looks after it."""
    see_after(access=access_of(request), contact_id=contact_id)
    messages.success(request, _("记下了:居委在看。"))
    return redirect("contacts:list")


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """How far each stairwell is."""
    access = access_of(request)
    place, paths = where_asked(request, access, VIEW)
    if ending := ending_asked_for(request):
        headings = (_("楼道"), _("户"), _("联系上"), _("没联系上"), _("最久几天"), _("到哪天"))
        lines = queries.covered(queries.running(paths))
        listed = (
            [one.address, one.homes, one.reached, one.left, one.longest, one.round.due_on]
            for one in lines
        )
        return as_file(ending, "contacts", headings, listed)
    page = LongPaginator(queries.running(paths), 60).get_page(request.GET.get("page"))
    counts = queries.counts(paths)
    total = counts["due"] + counts["reached"]
    context = {
        "place": place,
        "page": page,
        "lines": queries.covered(page),
        "counts": counts,
        "total": total,
        "percent": counts["reached"] * 100 // total if total else 100,
        "rules": queries.rules_at(paths[0]),
    }
    return render(request, "contacts/coverage.html", context)
