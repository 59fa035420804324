"""What a worker changes day by day: a person's data, where she lives, who lives behind a door."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wanli.domains.people import queries
from wanli.domains.people.access import home_for, person_for
from wanli.domains.people.facets import facets
from wanli.domains.people.operations.change_residence import Side, change_residence
from wanli.domains.people.operations.correct import ChangedMeanwhile, correct
from wanli.domains.people.operations.register import register
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.people.forms import CorrectForm, NewPersonForm, WhereForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of

_form_page = require_http_methods(["GET", "POST"])


@_form_page
def correct_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Correct what is known of a person."""
    access = access_of(request)
    found = person_for(access, person_id, "people.edit")
    now = json.dumps(facets(found))
    form = CorrectForm(
        request.POST if request.method == "POST" else None,
        person=found,
        kept=queries.masked(found),
        initial={"seen": now},
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct(
                access=access,
                person_id=person_id,
                said=form.correction(),
                seen=form.seen_facets(),
            )
        except ChangedMeanwhile as refused:
            # Having been told, she may save over it.
            form.show_anew(now)
            add_refusal(form, refused)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("改好了。"))
            return redirect("people:person", person_id)
    return _page(request, "people/correct.html", {"person": found, "form": form})


@_form_page
def add(request: HttpRequest, label: str) -> HttpResponse:
    """Enter somebody who lives behind this door."""
    access = access_of(request)
    place, _household = home_for(access, label, "people.edit")
    form = NewPersonForm(
        request.POST if request.method == "POST" else None, initial={"id": uuid7()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            register(access=access, label=label, newcomer=form.newcomer())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("登记好了。"))
            return redirect("people:home", label)
    context = {"place": place, "crumbs": crumbs_of(access, place), "form": form}
    return _page(request, "people/add.html", context)


@_form_page
def move_in_found(request: HttpRequest, label: str) -> HttpResponse:
    """Find somebody registered elsewhere and let her live here."""
    access = access_of(request)
    place, _household = home_for(access, label, "people.edit")
    said = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    error = ""
    if request.method == "POST":
        try:
            person_id = _uuid(request.POST.get("person", ""))
            change_residence(access=access, person_id=person_id, side="actual", label=label)
        except Refused as refused:
            error = sentence(refused)
        else:
            messages.success(request, _("迁好了。"))
            return redirect("people:home", label)
    context = {
        "place": place,
        "crumbs": crumbs_of(access, place),
        "said": said,
        "lines": [
            line
            for line in (queries.find_people(said) if said else [])
            if line.path != place.path and access.can("people.edit", line.path)
        ],
        "error": error,
    }
    return _page(request, "people/move_in.html", context, failed=bool(error))


@_form_page
def residence(request: HttpRequest, person_id: UUID, side: Side) -> HttpResponse:
    """Where somebody lives from now on, or where she is registered."""
    access = access_of(request)
    found = person_for(access, person_id, "people.edit")
    said = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    doors = [
        (door.label, address)
        for door, address in (queries.find_homes(said) if said else [])
        if access.can("people.edit", door.path)
    ]
    form = WhereForm(request.POST if request.method == "POST" else None, doors=doors)
    if request.method == "POST" and form.is_valid():
        try:
            change_residence(
                access=access,
                person_id=person_id,
                side=side,
                label=form.cleaned_data.get("target", ""),
                outside=form.cleaned_data["outside"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("改好了。"))
            return redirect("people:person", person_id)
    (line,) = queries.lines([found])
    context = {
        "person": found, "line": line, "side": side, "said": said, "doors": doors, "form": form,
    }  # fmt: skip
    return _page(request, "people/residence.html", context)


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Refused(_("请先查找,再在要迁来的人那一行点“迁到这里”。")) from None


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, failed: bool = False
) -> HttpResponse:
    form = context.get("form")
    failed = failed or bool(form is not None and form.errors)
    response = render(request, template, context, status=422 if failed else 200)
    response["Cache-Control"] = "no-store"
    return response
