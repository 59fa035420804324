"""Ask on behalf of a home, call off, add a prescription."""

from __future__ import annotations

from datetime import time
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.errands import queries
from wanli.domains.errands.access import Photo, request_for
from wanli.domains.errands.operations.ask import ask as ask_for
from wanli.domains.errands.operations.ask import cancel
from wanli.domains.errands.operations.standing import Rhythm, ask_standing, end_standing
from wanli.domains.errands.planned import errands_at
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.queries import names
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.errands.forms import DeskAskForm
from wanli.web.desk.errands.pictures import kept
from wanli.web.desk.errands.views import shown
from wanli.web.errors import add_refusal, sentence
from wanli.web.outbox import by_script, did_not, form_did_not, went
from wanli.web.request import access_of, entry_of


@transaction.non_atomic_requests
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, label: str) -> HttpResponse:
    """Write down what a home wants, once or every day; what it asked for before stands below."""
    access = access_of(request)
    with transaction.atomic():
        place = place_for(access, label, "errand.ask")
        rules = errands_at(place.path)
    form = DeskAskForm(
        request.POST or None, request.FILES or None, rules=rules, initial=_begun(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = _asked(request, access, place, form)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return went(request, reverse("errands:ask", args=[label]), said)
    if form.errors and by_script(request):
        return form_did_not(form)
    with transaction.atomic():
        context = {
            "form": form,
            "place": place,
            "address": names([place.path]).get(place.path, place.name),
            "crumbs": crumbs_of(access, place),
            "lines": queries.at_home(place.path),
            "daily": queries.standing_at(place.path),
            "shops": queries.shops_near([place.path]),
        }
        return render(request, "errands/ask.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest) -> dict[str, object]:
    """What a wish that somebody voiced elsewhere already says."""
    return {"note": request.GET["note"][:300]} if request.GET.get("note") else {}


def _asked(request: HttpRequest, access: Access, place: Place, form: DeskAskForm) -> str:
    data = form.cleaned_data
    if data["days"]:
        rhythm = Rhythm(days=data["days"], by=data["by"] or time(18), ends_on=None)
        ask_standing(
            access=access, label=place.label, asked=form.asked(), rhythm=rhythm,
            standing_id=data["entry"],
        )  # fmt: skip
        return _("记好了,从明天起每周这几天照送。")
    made = ask_for(
        access=access, label=place.label, asked=form.asked(), request_id=data["entry"],
        channel=data["channel"],
    )  # fmt: skip
    kept(request, access, data["entry"], Photo.What.PRESCRIPTION, request_id=made.pk)
    return _("记好了,等着排。")


@require_POST
def end(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """No more of it from tomorrow on."""
    found = end_standing(access=access_of(request), standing_id=standing_id)
    messages.success(request, _("已停,明天起不再送。"))
    return redirect("errands:ask", found.place.label)


@require_POST
def call_off(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The home does not want it any more."""
    access = access_of(request)
    request_for(access, request_id, "errand.ask")
    try:
        cancel(access=access, request_id=request_id, why=request.POST.get("why", ""))
    except Refused as refused:
        return shown(request, request_id, error=sentence(refused))
    messages.success(request, _("已取消。"))
    return redirect("errands:request", request_id)


@transaction.non_atomic_requests
@require_POST
def add_photo(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A picture of the prescription."""
    access = access_of(request)
    with transaction.atomic():
        request_for(access, request_id, "errand.ask")
    try:
        kept(
            request, access, entry_of(request), Photo.What.PRESCRIPTION, request_id=request_id,
            needed_here=True,
        )  # fmt: skip
    except Refused as refused:
        with transaction.atomic():
            return did_not(request, refused, lambda said: shown(request, request_id, error=said))
    return went(request, reverse("errands:request", args=[request_id]), _("照片收好了。"))
