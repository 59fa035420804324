"""The round on paper: print its sheets, find one by its number, type in its rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.canvass.rules.paper import key_of
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.contacts.access import RECORD, RoundSheet, sheet_for
from wanli.domains.contacts.operations.print_sheets import CODE, KIND, ask_sheets
from wanli.domains.contacts.operations.type_row import Outcome, Typed, type_row, undo_row
from wanli.domains.contacts.queries import rules_at
from wanli.domains.contacts.sheets import SheetRow, handed_out, rows_of
from wanli.domains.jobs.queries import own_jobs
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.contacts import Contacts
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.web.choices import place_choices, with_place_asked
from wanli.web.errors import add_refusal
from wanli.web.fields import PlaceField, PlaceForm
from wanli.web.keyboard import RowForm, code_asked_for, keyboard_words
from wanli.web.outbox import form_did_not
from wanli.web.request import access_of, id_said

CHOSEN = ("area", "compound", "building", "stairwell")


class PrintForm(PlaceForm):
    """Whose sheets."""

    label = PlaceField(label=gettext_lazy("印哪里的表"))


class ContactForm(RowForm):
    """One row, as the page's script sends it."""

    result = forms.CharField(
        max_length=20, error_messages={"required": gettext_lazy("请点一个结果。")}
    )
    way = forms.CharField(
        max_length=20, error_messages={"required": gettext_lazy("请先点一下是怎么联系的。")}
    )
    note = forms.CharField(required=False, max_length=300)
    day = forms.DateField(
        error_messages={
            "required": gettext_lazy("请写哪天联系的。"),
            "invalid": gettext_lazy("请写成 2020-02-14 这样的日期。"),
        }
    )
    anew = forms.BooleanField(required=False)

    def typed(self) -> Typed:
        """What was ticked."""
        data = self.cleaned_data
        return Typed(data["row"], data["result"], data["way"], data["day"], data["note"])


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Type or scan a sheet's number; below, the sheets that are out, and more to print."""
    access = access_of(request)
    access.require_any(RECORD)
    label = request.POST.get("label") or request.GET.get("place", "")
    places = with_place_asked(access, RECORD, place_choices(access, RECORD, CHOSEN), label)
    form = PrintForm(request.POST or None, places=places, initial={"label": label})
    if request.method == "POST" and form.is_valid():
        try:
            return _printed(request, form.cleaned_data["label"])
        except Refused as refused:
            add_refusal(form, refused)
    typed, code, error = code_asked_for(request, partial(sheet_for, access))
    if code:
        return redirect("contacts:sheet", code)
    out = handed_out(access.paths(RECORD))
    addresses = names(one.sheet.path for one in out)
    context = {
        "said": typed,
        "error": error,
        "form": form,
        "jobs": own_jobs(access, KIND),
        "out": [
            (one, spaced(one.sheet.code), addresses.get(one.sheet.path, ""), one.rows - one.typed)
            for one in out
        ],
    }
    status = 422 if error or form.errors else 200
    return render(request, "contacts/sheets.html", context, status=status)


def _printed(request: HttpRequest, label: str) -> HttpResponse:
    job = ask_sheets(
        access=access_of(request), label=label, language=get_language() or "zh-hans",
        address=request.build_absolute_uri(reverse("contacts:sheet", args=[CODE])),
    )  # fmt: skip
    return redirect("jobs:job", job.pk)


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet, to be typed back by keyboard."""
    found = sheet_for(access_of(request), code)
    address = names([found.path]).get(found.path, found.place.name)
    rows, rules = rows_of(found), rules_at(found.path)
    context = {
        "sheet": found,
        "code": spaced(found.code),
        "address": address,
        "rows": rows,
        "ways": [(one.key, said(one.name)) for one in rules.ways],
        "today": clock.today(),
        "data": _data(found, address, rows, rules),
        "words": keyboard_words(),
    }
    response = render(request, "contacts/sheet.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _data(sheet: RoundSheet, address: str, rows: list[SheetRow], rules: Contacts) -> dict[str, Any]:
    """What the script knows of the sheet."""
    return {
        "code": sheet.code,
        "address": address,
        "rowUrl": reverse("contacts:row", args=[sheet.code]),
        "undoUrl": reverse("contacts:undo", args=[sheet.code]),
        "first": rows[0].number if rows else 0,
        "last": rows[-1].number if rows else 0,
        "rows": [_row(row) for row in rows],
        "results": [
            {"key": key_of(n), "value": one.key, "name": said(one.name), "asks": False}
            for n, one in enumerate(rules.outcomes)
        ],
        "questions": [],
    }


def _row(row: SheetRow) -> dict[str, Any]:
    typed = row.contact
    return {
        "number": row.number,
        "room": row.home.place.name,
        "door": str(row.home.pk),
        "result": typed.outcome if typed else "",
        "answers": {},
        "note": row.note,
        "from": "sheet" if typed else "",
        "state": "sent" if typed else "door" if row.reached else "",
    }


@require_POST
def row(request: HttpRequest, code: str) -> HttpResponse:
    """Record one row; the answer is JSON."""
    access = access_of(request)
    found = sheet_for(access, code)
    form = ContactForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            outcome = type_row(
                access=access, code=found.code, typed=form.typed(), anew=data["anew"],
                contact_id=data["visit_id"] or uuid7(),
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused, {"outcome": "result"})
        else:
            return _answer(outcome)
    return form_did_not(form)


def _answer(outcome: Outcome) -> HttpResponse:
    if outcome.state != "differs":
        return JsonResponse({"state": outcome.state})
    wrong = _("{room} 这一行录过,和这次的不一样。").format(room=outcome.home.place.name)
    return JsonResponse({"state": "differs", "refused": [wrong]}, status=409)


@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take a row back; the answer is JSON."""
    access = access_of(request)
    sheet_for(access, code)
    contact_id = id_said(request.POST.get("visit_id", ""))
    if contact_id is None:
        raise Hidden
    undo_row(access=access, code=code, contact_id=contact_id)
    return JsonResponse({"state": "withdrawn"})
