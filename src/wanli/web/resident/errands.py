"""What a home asks for by its own link: a list, a prescription, and an answer to what is asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.errands import queries
from wanli.domains.errands.access import Photo, request_for
from wanli.domains.errands.accounts import home_book
from wanli.domains.errands.operations.ask import ask, cancel
from wanli.domains.errands.operations.shop import answer_swap
from wanli.domains.errands.planned import errands_at
from wanli.domains.errands.rounds import spent, swaps_asked
from wanli.domains.errands.rules.states import may_follow
from wanli.domains.observation.visits import Visit
from wanli.domains.places.access import Place
from wanli.kernel.errors import Hidden, Refused
from wanli.web.desk.errands.forms import AskForm
from wanli.web.desk.errands.pictures import kept
from wanli.web.errors import add_refusal, sentence
from wanli.web.outbox import by_script, form_did_not, went
from wanli.web.resident.doors import for_opened


class OwnAskForm(AskForm):
    """What a home itself writes."""

    photo = forms.FileField(label=gettext_lazy("处方的照片"), required=False)


@require_http_methods(["GET", "POST"])
@for_opened
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was asked for, what is to be answered, and the form."""
    place = _home(visit)
    form = OwnAskForm(*_sent(request), rules=errands_at(place.path))
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, visit, place, form)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return went(request, reverse("resident:errands", args=[visit.token]))
    if form.errors and by_script(request):
        return form_did_not(form)
    return _shown(request, visit, place, form)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _ask(request: HttpRequest, visit: Visit, place: Place, form: OwnAskForm) -> None:
    """With its picture, or not at all: what was asked without it would be asked twice."""
    entry = form.cleaned_data["entry"]
    with transaction.atomic():
        made = ask(access=visit.access, label=place.label, asked=form.asked(), request_id=entry)
        kept(
            request, visit.access, entry, Photo.What.PRESCRIPTION, request_id=made.pk,
            owner=visit.link.pk,
        )  # fmt: skip


def _shown(
    request: HttpRequest, visit: Visit, place: Place, form: OwnAskForm, error: str = ""
) -> HttpResponse:
    lines = queries.at_home(place.path)
    cost = spent(lines)
    context = {
        "visit": visit,
        "form": form,
        "lines": [
            (line, may_follow(line.request.state, "cancelled"), cost[line.request.pk])
            for line in lines
        ],
        "asked": swaps_asked(place.path),
        "daily": queries.standing_at(place.path),
        "balance": home_book(place.path).balance_fen,
        "error": error,
    }
    status = 422 if form.errors or error else 200
    return render(request, "resident/errands.html", context, status=status)


@require_POST
@for_opened
def call_off(request: HttpRequest, visit: Visit, request_id: UUID) -> HttpResponse:
    """Not wanted any more."""
    place = _home(visit)
    request_for(visit.access, request_id, "errand.ask")
    try:
        why = request.POST.get("why", "").strip() or _("住户自己取消")
        cancel(access=visit.access, request_id=request_id, why=why)
    except Refused as refused:
        form = OwnAskForm(rules=errands_at(place.path))
        return _shown(request, visit, place, form, sentence(refused))
    return redirect("resident:errands", visit.token)


@require_POST
@for_opened
def answer(request: HttpRequest, visit: Visit, item_id: UUID) -> HttpResponse:
    """Whether something else will do."""
    place = _home(visit)
    queries.item_for(visit.access, item_id, "errand.ask")
    try:
        answer_swap(access=visit.access, item_id=item_id, yes=request.POST.get("yes") == "1")
    except Refused as refused:
        form = OwnAskForm(rules=errands_at(place.path))
        return _shown(request, visit, place, form, sentence(refused))
    return redirect("resident:errands", visit.token)


def _home(visit: Visit) -> Place:
    """The door behind which they are observed. A flat that was merged or moved is where it is."""
    case = next((case for case in visit.cases if case.state in ("open", "suspended")), None)
    if case is None:
        raise Hidden
    return case.place
