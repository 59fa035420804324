"""Sheets come back: find one by its number, type in its rows, lay its picture beside them."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.canvass.access import Campaign, Sheet, photo_for, sheet_for
from wanli.domains.canvass.operations.keep_photo import keep_photo
from wanli.domains.canvass.operations.type_row import Outcome, Typed, type_row
from wanli.domains.canvass.operations.withdraw_visit import withdraw_visit
from wanli.domains.canvass.photos import read_photo
from wanli.domains.canvass.rules.paper import LETTERS, answered, key_of
from wanli.domains.canvass.rules.questions import from_data
from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.canvass.sheets import SheetRow, handed_out, photos_of, rows_of
from wanli.domains.places.queries import names
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.web.desk.canvass.forms import ANSWER
from wanli.web.errors import add_refusal, sentence
from wanli.web.keyboard import RowForm, code_asked_for, keyboard_words
from wanli.web.pictures import picture_added, picture_of
from wanli.web.request import access_of


class DoorForm(RowForm):
    """One row, as the page's script sends it."""

    result = forms.ChoiceField(
        error_messages={
            "required": gettext_lazy("请先点一个结果:见到人、没人应门……"),
            "invalid_choice": gettext_lazy("请从列出的结果里点一个。"),
        },
    )
    note = forms.CharField(required=False, max_length=300)
    next_visit = forms.DateField(required=False)
    day = forms.DateField(
        error_messages={
            "required": gettext_lazy("请写哪天去的。"),
            "invalid": gettext_lazy("请写成 2020-02-14 这样的日期。"),
        }
    )
    stood_by = forms.CharField(required=False, max_length=60)
    anew = forms.BooleanField(required=False)

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = campaign.result_names()
        self.fields["result"].choices = list(names.items())  # type: ignore[attr-defined]
        self.asked = [question.key for question in from_data(campaign.questions)]
        for key in self.asked:
            self.fields[ANSWER + key] = forms.CharField(required=False, max_length=200)

    def typed(self) -> Typed:
        said = self.cleaned_data
        return Typed(
            row=said["row"],
            result=said["result"],
            day=said["day"],
            stood_by=said["stood_by"],
            answers={key: said[ANSWER + key] for key in self.asked},
            note=said["note"],
            next_visit=said["next_visit"],
        )


@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """Type or scan a sheet's number; below, the sheets that are out."""
    access = access_of(request)
    access.require_any("canvass.record")
    said, code, error = code_asked_for(request, partial(sheet_for, access))
    if code:
        return redirect("canvass:sheet", code)
    out = handed_out(access.paths("canvass.record"))
    addresses = names(one.sheet.path for one in out)
    context = {
        "said": said,
        "error": error,
        "out": [
            (one, spaced(one.sheet.code), addresses.get(one.sheet.path, ""), one.rows - one.typed)
            for one in out
        ],
    }
    return render(request, "canvass/sheets.html", context, status=422 if error else 200)


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet, to be typed back by keyboard."""
    return _page(request, code)


def _page(request: HttpRequest, code: str, error: str = "") -> HttpResponse:
    found = sheet_for(access_of(request), code)
    questions = from_data(found.campaign.questions)
    language = get_language() or ""
    address = names([found.path]).get(found.path, found.place.name)
    rows = rows_of(found)
    context = {
        "sheet": found,
        "code": spaced(found.code),
        "address": address,
        "rows": rows,
        "questions": [
            (letter, one, one.said(language))
            for letter, one in zip(LETTERS, questions, strict=False)
        ],
        "photos": photos_of(found),
        "today": clock.today(),
        "error": error,
        "data": _data(found, address, rows),
        "words": keyboard_words(),
    }
    response = render(request, "canvass/sheet.html", context, status=422 if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def _data(sheet: Sheet, address: str, rows: list[SheetRow]) -> dict[str, Any]:
    """What the script knows of the sheet."""
    campaign = sheet.campaign
    return {
        "code": sheet.code,
        "address": address,
        "rowUrl": reverse("canvass:row", args=[sheet.code]),
        "undoUrl": reverse("canvass:undo", args=[sheet.code]),
        "first": rows[0].number if rows else 0,
        "last": rows[-1].number if rows else 0,
        "rows": [_row(row) for row in rows],
        "results": [
            {"key": key_of(n), "value": value, "name": name, "asks": answered(one)}
            for n, ((value, one), name) in enumerate(
                zip(campaign.outcomes.items(), campaign.result_names().values(), strict=True)
            )
        ],
        "questions": _questions(campaign),
    }


def _questions(campaign: Campaign) -> list[dict[str, Any]]:
    """Each question with its letter, and its choices with their keys, in the reader's language."""
    language = get_language() or ""
    return [
        {
            "key": question.key,
            "letter": letter,
            "text": question.said(language),
            "choices": [
                {"key": key_of(n), "value": kept, "name": name}
                for n, (kept, name) in enumerate(question.offered(language))
            ],
        }
        for letter, question in zip(LETTERS, from_data(campaign.questions), strict=False)
    ]


def _row(row: SheetRow) -> dict[str, Any]:
    known = row.visit or row.door
    settled = row.visit is not None or row.settled
    return {
        "number": row.number,
        "room": row.door.place.name,
        "door": str(row.door.pk),
        "result": known.result,
        "answers": known.answers,
        "note": known.note,
        "from": "sheet" if row.visit else "door" if settled else "",
        "state": "sent" if row.visit else "door" if settled else "",
    }


@require_POST
def row(request: HttpRequest, code: str) -> HttpResponse:
    """Record one row; the answer is JSON."""
    access = access_of(request)
    found = sheet_for(access, code)
    form = DoorForm(request.POST, campaign=found.campaign)
    if form.is_valid():
        said = form.cleaned_data
        try:
            outcome = type_row(
                access=access,
                code=found.code,
                typed=form.typed(),
                visit_id=said["visit_id"],
                anew=said["anew"],
            )
        except Refused as refused:
            add_refusal(form, refused, {"at": "day"})
        else:
            return _answer(outcome)
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"refused": errors}, status=422)


def _answer(outcome: Outcome) -> HttpResponse:
    if outcome.state != "differs":
        return JsonResponse({"state": outcome.state})
    said = _("{room} 已经记成“{result}”,和这次的不一样。").format(
        room=outcome.door.place.name, result=outcome.door.result_name
    )
    return JsonResponse({"state": "differs", "refused": [said]}, status=409)


@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take a row back; the answer is JSON."""
    access = access_of(request)
    sheet_for(access, code)
    try:
        withdraw_visit(access=access, visit_id=UUID(request.POST.get("visit_id", "")))
    except ValueError:
        raise Hidden from None
    except Refused as refused:
        return JsonResponse({"refused": [sentence(refused)]}, status=422)
    return JsonResponse({"state": "withdrawn"})


@transaction.non_atomic_requests
@require_POST
def add_photo(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a picture of the sheet beside it; the operation says when a transaction begins."""
    access = access_of(request)
    return picture_added(
        request,
        lambda photo: keep_photo(access=access, code=code, sent=photo),
        page=lambda said: _page(request, code, said),
        url=reverse("canvass:sheet", args=[code]),
    )


@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """A picture of a sheet."""
    return picture_of(photo_for(access_of(request), photo_id), read_photo)
