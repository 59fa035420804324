"""Paper diaries: print them, find one by its number, type in its rows, lay its picture beside."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.canvass.rules.sheetcode import spaced
from wanli.domains.jobs.queries import own_jobs
from wanli.domains.observation.access import case_for
from wanli.domains.observation.choices import MOODS
from wanli.domains.observation.diaries import (
    DIARY_SHELF,
    Diary,
    DiaryRow,
    diary_for,
    handed_out,
    lettered,
    photo_for,
    photos_of,
    rows_of,
)
from wanli.domains.observation.operations.print_diaries import CODE, KIND, ask_diaries
from wanli.domains.observation.operations.record_check import Doubt
from wanli.domains.observation.operations.type_diary import Typed, keep_diary_photo, type_diary
from wanli.domains.observation.rules.readings import HIGHEST, LOWEST
from wanli.domains.places.queries import names
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.web.choices import place_choices, with_place_asked
from wanli.web.errors import add_refusal
from wanli.web.fields import PlaceField, PlaceForm
from wanli.web.keyboard import code_asked_for
from wanli.web.pictures import picture_added, picture_of
from wanli.web.request import access_of

MISREAD = gettext_lazy("这个日记号不对:应是二维码下面的 9 位数字,请再看一眼。")
MISSING = gettext_lazy("没有这份日记,或它不在您的岗位范围里。")
CHOSEN = ("area", "compound", "building", "stairwell")


class PrintForm(PlaceForm):
    """For whom."""

    label = PlaceField(label=gettext_lazy("印哪里的日记"))


class RowForm(forms.Form):
    """One row, as the page's script sends it."""

    entry = forms.UUIDField(required=False)
    row = forms.IntegerField(
        min_value=1,
        max_value=999,
        error_messages={"required": gettext_lazy("请输入行号。")},
    )
    celsius = forms.CharField(required=False, max_length=12)
    symptoms = forms.CharField(required=False, max_length=60)
    mood = forms.CharField(required=False, max_length=3)
    at = forms.TimeField(
        required=False, error_messages={"invalid": gettext_lazy("请写成 09:30 这样的时间。")}
    )

    def typed(self) -> Typed:
        data = self.cleaned_data
        return Typed(data["row"], data["celsius"], data["symptoms"], data["mood"], data["at"])


@require_http_methods(["GET", "POST"])
def diaries(request: HttpRequest) -> HttpResponse:
    """Type or scan a diary's number; below, the diaries that are out, and more to print."""
    access = access_of(request)
    access.require_any("observation.record")
    label = request.POST.get("label") or request.GET.get("place", "")
    places = place_choices(access, "observation.record", CHOSEN)
    places = with_place_asked(access, "observation.record", places, label)
    form = PrintForm(request.POST or None, places=places, initial={"label": label})
    if request.method == "POST" and form.is_valid():
        try:
            return _printed(request, label=form.cleaned_data["label"])
        except Refused as refused:
            add_refusal(form, refused)
    said, code, error = code_asked_for(
        request, partial(diary_for, access), misread=MISREAD, missing=MISSING
    )
    if code:
        return redirect("observation:diary", code)
    context = {
        "said": said,
        "error": error,
        "form": form,
        "jobs": own_jobs(access, KIND),
        "out": [
            (one, spaced(one.diary.code), one.rows - one.told)
            for one in handed_out(access.paths("observation.record"))
        ],
    }
    status = 422 if error or form.errors else 200
    return render(request, "observation/diaries.html", context, status=status)


@require_POST
def print_one(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The diary of one person."""
    case = case_for(access_of(request), case_id, "observation.record")
    return _printed(request, label=case.place.label, case_id=case_id)


def _printed(request: HttpRequest, *, label: str, case_id: UUID | None = None) -> HttpResponse:
    job = ask_diaries(
        access=access_of(request),
        label=label,
        case_id=case_id,
        address=request.build_absolute_uri(reverse("observation:diary", args=[CODE])),
        language=get_language() or "zh-hans",
    )
    return redirect("jobs:job", job.pk)


@require_GET
def diary(request: HttpRequest, code: str) -> HttpResponse:
    """One diary, to be typed back by keyboard."""
    return _page(request, code)


def _page(request: HttpRequest, code: str, error: str = "") -> HttpResponse:
    found = diary_for(access_of(request), code)
    address = names([found.path]).get(found.path, found.case.place.name)
    rows = rows_of(found)
    context = {
        "diary": found,
        "case": found.case,
        "name": mask_name(found.case.person.name),
        "code": spaced(found.code),
        "address": address,
        "rows": rows,
        "photos": photos_of(found),
        "error": error,
        "data": _data(found, address, rows),
        "words": _words(),
    }
    response = render(request, "observation/diary.html", context, status=422 if error else 200)
    response["Cache-Control"] = "no-store"
    return response


def _data(found: Diary, address: str, rows: list[DiaryRow]) -> dict[str, Any]:
    """What the script knows of the diary."""
    return {
        "code": found.code,
        "address": address,
        "rowUrl": reverse("observation:diary_row", args=[found.code]),
        "last": len(rows),
        "today": clock.today().isoformat(),
        "lowest": float(LOWEST),
        "highest": float(HIGHEST),
        "symptoms": [
            {"letter": letter, "key": key, "name": name} for letter, key, name in lettered(found)
        ],
        "moods": [
            {"figure": str(n), "key": key, "name": str(name)}
            for n, (key, name) in enumerate(MOODS, 1)
        ],
        "rows": [_row(found, row) for row in rows],
    }


def _row(found: Diary, one: DiaryRow) -> dict[str, Any]:
    reading, letters = one.reading, {key: letter for letter, key, _name in lettered(found)}
    celsius = reading.celsius if reading else None
    return {
        "number": one.row.number,
        "day": one.row.day.isoformat(),
        "name": f"{date_format(one.row.day, 'MONTH_DAY_FORMAT')} {one.slot_name}",
        "celsius": "" if celsius is None else str(celsius),
        "symptoms": "".join(letters.get(key, "?") for key in reading.symptoms) if reading else "",
        "mood": _figure(reading.mood) if reading else "",
        "state": one.state,
        "how": str(one.check.get_channel_display()) if one.check else "",
        "mend": reverse("observation:correct", args=[one.check.pk]) if one.check else "",
    }


def _figure(mood: str) -> str:
    return next((str(n) for n, (key, _name) in enumerate(MOODS, 1) if key == mood), "")


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "nothing": _("还没录"),
        "ahead": _("还没到"),
        "waiting": _("等待发出"),
        "sent": _("已录"),
        "paper": _("已录"),
        "other": _("已记:{how}"),
        "progress": _("已录 {n} / {total} 行"),
        "row": _("行号 1–{last}"),
        "celsius": _("体温,直接打数字:365 就是 36.5"),
        "symptoms": _("没有不舒服就回车"),
        "at": _("几点量的,可以空着"),
        "norow": _("这份日记只有第 1 到 {last} 行,请看清行号。"),
        "notyet": _("第 {number} 行那天还没到,请看清行号。"),
        "nocelsius": _("请先填体温。空着的一行不用录。"),
        "doubt": _("“{typed}”不像体温。纸上是不是 {meant}?是就回车,不是就重打。"),
        "odd": _("“{typed}”不像体温,请看清纸上写的,再打一次。"),
        "noletter": _("日记上没有“{letter}”,可以按:{letters}"),
        "nomood": _("心情只有 1、2、3。"),
        "known": _("第 {number} 行({name})已经记过:{was}。纸上的不一样,请点那一行去改。"),
        "same": _("第 {number} 行({name})已经记过,一样,没有变。"),
        "saved": _("第 {number} 行({name}):{what}"),
        "all": _("到今天为止都录完了。"),
        "refused": _("没有收下。"),
        "again": _("请把这一行再录一次。"),
        "gone": _("这份日记不在您的岗位范围里了。"),
    }


@require_POST
def row(request: HttpRequest, code: str) -> HttpResponse:
    """Record one row; the answer is JSON."""
    access = access_of(request)
    found = diary_for(access, code)
    form = RowForm(request.POST)
    meant = ""
    if form.is_valid():
        try:
            outcome = type_diary(
                access=access,
                code=found.code,
                typed=form.typed(),
                entry=form.cleaned_data["entry"],
            )
        except Refused as refused:
            add_refusal(form, refused)
            meant = str(refused.meant or "") if isinstance(refused, Doubt) else ""
        else:
            mend = reverse("observation:correct", args=[outcome.check]) if outcome.check else ""
            said = {"state": outcome.state, "mend": mend}
            if outcome.state != "differs":
                return JsonResponse(said)
            return JsonResponse({**said, "refused": [outcome.said]}, status=409)
    errors = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"refused": errors, "meant": meant}, status=422)


@transaction.non_atomic_requests
@require_POST
def add_photo(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a picture of the diary beside it; the operation says when a transaction begins."""
    access = access_of(request)
    return picture_added(
        request,
        lambda photo: keep_diary_photo(access=access, code=code, sent=photo),
        page=lambda said: _page(request, code, said),
        url=reverse("observation:diary", args=[code]),
    )


@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """A picture of a diary."""
    return picture_of(
        photo_for(access_of(request), photo_id), lambda row: DIARY_SHELF.read(row.file)
    )
