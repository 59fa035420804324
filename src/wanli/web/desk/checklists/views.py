"""Lists from above: hand one in, say what its columns are, see how it stands, take it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.checklists import queries
from wanli.domains.checklists.access import MANAGE, CheckList, list_for
from wanli.domains.checklists.operations.hand_back import drop_list, hand_back, take_file
from wanli.domains.checklists.operations.match import KIND, start_list
from wanli.domains.checklists.operations.take_in import is_known, say_columns, take_in_list
from wanli.domains.jobs.queries import open_job
from wanli.domains.people.operations.import_roster import refuse_large_file
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.choices import place_choices
from wanli.web.desk.checklists.forms import ListForm, first_values
from wanli.web.desk.checklists.words import COLUMNS, MEANINGS, WHY, WORDED
from wanli.web.errors import add_refusal, sentence
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

CHOSEN = ("area",)
PAGE = 50
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    "csv": "text/csv",
}


@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Lists in work, and a form for the next one."""
    access = access_of(request)
    access.require_any(MANAGE)
    paths = access.paths(MANAGE)
    form = ListForm(
        request.POST or None,
        request.FILES or None,
        places=place_choices(access, MANAGE, CHOSEN),
        known=queries.senders(paths),
        initial=first_values(queries.last_letter(paths)),
    )
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            refuse_large_file(file.size or 0)
            found = take_in_list(
                access=access,
                label=form.cleaned_data["label"],
                content=file.read(),
                file_name=file.name or "",
                letter=form.letter(),
            )
        except Refused as refused:
            add_refusal(form, refused, {"sender": "other"})
        else:
            if is_known(found):
                return _started(access, found.pk)
            return redirect("checklists:list", found.pk)
    context = {
        "form": form,
        "lines": queries.lists(paths),
        "over": queries.lists(paths, over=True),
        "now": clock.now(),
    }
    return render(request, "checklists/lists.html", context, status=422 if form.errors else 200)


def _started(access: Access, list_id: UUID) -> HttpResponse:
    job = start_list(access=access, list_id=list_id)
    return redirect("jobs:job", job.pk) if job else redirect("checklists:list", list_id)


@require_GET
def answered(request: HttpRequest) -> HttpResponse:
    """The answered rows behind a figure, each with its list."""
    access = access_of(request)
    place, paths = where_asked(request, access, MANAGE)
    found = behind_increment(request, queries.answered(paths), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    response = render(request, "checklists/answered.html", {"place": place, "page": page})
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def one(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: its columns to be looked at, or how it stands."""
    return _page(request, list_for(access_of(request), list_id))


def _page(request: HttpRequest, found: CheckList, error: str = "") -> HttpResponse:
    counts = queries.counts_of(found)
    which = request.GET.get("which", "open")
    which = which if which in ("open", "none", "all") else "open"
    page = LongPaginator(queries.rows_of(found, which), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "list": found,
        "error": error,
        "late": found.state == "open" and found.due_at < clock.now(),
        "job": open_job(KIND, found.pk),
        "columns": COLUMNS,
        "worded": WORDED,
        "counts": counts,
        "percent": round(100 * counts.done / counts.total) if counts.total else 100,
        "which": which,
        "tabs": [
            ("open", _("还没答的"), counts.open),
            ("none", _("查无此人"), counts.none),
            ("all", _("全部"), counts.total),
        ],
        "page": page,
        "rows": [(row, WHY.get(row.why, "")) for row in page],
        "sheets": _meant(found.mapping),
        "mended": queries.mended_since(found),
    }
    status = 422 if error else 200
    response = render(request, "checklists/list.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _meant(sheets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With what the words of each column's drop-down list are to say."""
    return [
        sheet | {"columns": [column | {"meant": _means(column)} for column in sheet["columns"]]}
        for sheet in sheets
    ]


def _means(column: dict[str, Any]) -> list[tuple[str, Promise, str]]:
    return [(key, name, column["words"][key]) for key, name in MEANINGS]


@require_POST
def columns(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The columns are what the form says; look for the people."""
    access = access_of(request)
    found = list_for(access, list_id)
    if found.state == CheckList.State.MATCHING:
        return _started(access, list_id)
    given = [
        {
            column["index"]: {
                key: request.POST[name]
                for key in ("field", "yes", "no", "none")
                if (name := f"{number}-{column['index']}-{key}") in request.POST
            }
            for column in sheet["columns"]
        }
        for number, sheet in enumerate(found.mapping)
    ]
    try:
        say_columns(access=access, list_id=list_id, columns=given)
    except Refused as refused:
        for sheet, said in zip(found.mapping, given, strict=True):
            for column in sheet["columns"]:
                column["field"] = said[column["index"]].get("field", column["field"])
        return _page(request, found, sentence(refused))
    return _started(access, list_id)


@require_GET
def file(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The sender's own workbook with its columns filled."""
    content, ending = take_file(access=access_of(request), list_id=list_id)
    response = HttpResponse(content, content_type=TYPES[ending])
    name = f"list-{clock.today():%m%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def back(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """It went back."""
    hand_back(access=access_of(request), list_id=list_id)
    messages.success(request, _("记下了:已交回。"))
    return redirect("checklists:lists")


@require_POST
def drop(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """It is not dealt with."""
    drop_list(access=access_of(request), list_id=list_id)
    return redirect("checklists:lists")
