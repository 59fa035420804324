"""What is to be done at places today: many at once in two taps, or one by one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.places.queries import names
from wanli.domains.routines import queries
from wanli.domains.routines.access import RoutineCheck, check_for
from wanli.domains.routines.operations.record import record_done, record_missed
from wanli.domains.routines.photos import photos_of
from wanli.ground.pictures import ACCEPT
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.web.desk.routines.forms import CheckForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.request import access_of


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """The turns of a day and where they are to be done: what is late comes first."""
    return _sheet(request)


@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """The ticked places are done, or were missed for a reason."""
    access = access_of(request)
    where_asked(request, access, "routine.record")
    ids = _ids(request)
    try:
        if request.POST.get("said") == "missed":
            n = record_missed(access=access, ids=ids, why=request.POST.get("why", ""))
            done = ngettext("{n} 处记为没做成。", "{n} 处记为没做成。", n)
        else:
            n = record_done(access=access, ids=ids)
            done = ngettext("{n} 处记好了。", "{n} 处记好了。", n)
    except Refused as refused:
        return _sheet(request, wrong=sentence(refused))
    messages.success(request, done.format(n=n))
    query = {key: request.GET[key] for key in ("place", "day") if key in request.GET}
    return redirect(reverse("routines:sheet") + ("?" + urlencode(query) if query else ""))


def _ids(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(said) for said in request.POST.getlist("ids")]
    except ValueError:
        raise Hidden from None


def _sheet(request: HttpRequest, *, wrong: str = "") -> HttpResponse:
    access = access_of(request)
    place, paths = where_asked(request, access, "routine.view")
    day = _day(request)
    which = request.GET.get("which", "due")
    which = which if which in queries.STATES else "due"
    found = queries.of_day(paths, day).filter(state=which)
    context: dict[str, Any] = {
        "place": place,
        "day": day,
        "today": clock.today(),
        "which": which,
        "states": list(queries.STATES.items()),
        "rounds": queries.rounds(behind_increment(request, found, place)),
        "counts": queries.counts(paths, day),
        "may_record": access.has("routine.record"),
        "wrong": wrong,
        "ticked": set(request.POST.getlist("ids")),
        "turn": request.POST.get("turn", ""),
        "why": request.POST.get("why", ""),
        "query": request.GET.urlencode(),
    }
    return render(request, "routines/sheet.html", context, status=422 if wrong else 200)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return clock.today()


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """One routine at one place: when and by whom it was done, or why not."""
    access = access_of(request)
    writing = request.method == "POST"
    found = check_for(access, check_id, "routine.record" if writing else "routine.view")
    form = CheckForm(request.POST or None, initial={"team": found.team, "why": found.why})
    if writing and form.is_valid():
        try:
            _tell(access, found, form, missed=request.POST.get("said") == "missed")
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect("routines:sheet")
    return check_page(request, found, form)


def check_page(
    request: HttpRequest, found: RoutineCheck, form: CheckForm, photo_wrong: str = ""
) -> HttpResponse:
    """The page of one routine, with its pictures."""
    access = access_of(request)
    context = {
        "check": found,
        "photos": photos_of(found),
        "photo_wrong": photo_wrong,
        "accept": ACCEPT,
        "name": queries.name_of(found),
        "address": names([found.path]).get(found.path, found.place.name),
        "form": form,
        "may_record": access.can("routine.record", found.path),
    }
    status = 422 if form.errors or photo_wrong else 200
    return render(request, "routines/check.html", context, status=status)


def _tell(access: Access, found: RoutineCheck, form: CheckForm, *, missed: bool) -> None:
    said = form.cleaned_data
    if missed:
        record_missed(access=access, ids=[found.pk], why=said["why"])
    else:
        record_done(access=access, ids=[found.pk], team=said["team"], at=said["at"])
