"""Rosters in: hand in a file, say what its columns are, look, enter it, mend what was refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.jobs.queries import open_job
from wanli.domains.people import queries
from wanli.domains.people.access import roster_for
from wanli.domains.people.operations.import_roster import (
    cancel,
    refuse_large_file,
    remap,
    start_run,
    take_in,
)
from wanli.domains.people.operations.undo_roster import KIND, ask_undo
from wanli.domains.people.roster_changes import in_words
from wanli.domains.people.roster_history import later_changes
from wanli.domains.people.rosters import KINDS
from wanli.domains.people.tasks import run_roster
from wanli.ground.wording import listed
from wanli.kernel.errors import Hidden, Refused
from wanli.reading.layout import FIELDS
from wanli.web.choices import place_choices
from wanli.web.errors import add_refusal, sentence
from wanli.web.export import as_file, ending_asked_for
from wanli.web.fields import SheetField
from wanli.web.request import access_of

CHOSEN = ("area", "compound")
"""Kinds of place that a roster is handed in for, besides one's own."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELD_NAMES = {
    "name": gettext_lazy("姓名"),
    "sex": gettext_lazy("性别"),
    "birth_date": gettext_lazy("出生日期"),
    "document": gettext_lazy("证件号"),
    "phones": gettext_lazy("电话"),
    "address": gettext_lazy("完整地址"),
    "compound": gettext_lazy("小区"),
    "building": gettext_lazy("楼号"),
    "stairwell": gettext_lazy("单元"),
    "room": gettext_lazy("室号"),
    "registered": gettext_lazy("户籍地"),
    "use": gettext_lazy("房屋使用"),
    "marks": gettext_lazy("重点对象、备注"),
}
KIND_NAMES = {
    "new": gettext_lazy("新增"),
    "changed": gettext_lazy("有变化"),
    "unchanged": gettext_lazy("没有变化"),
    "conflict": gettext_lazy("有冲突"),
    "duplicate": gettext_lazy("可能重复"),
    "refused": gettext_lazy("不能导入"),
}
CHANGE_NAMES = {
    "person": gettext_lazy("本人资料"),
    "residence": gettext_lazy("住址"),
    "phone": gettext_lazy("电话"),
    "keymark": gettext_lazy("重点对象"),
    "merged": gettext_lazy("和另一份登记合并过"),
    "gone": gettext_lazy("已不在您的范围"),
}
SHOWN = 100
"""People named who stand in the way of an undo."""
TELLING = ("refused", "conflict", "duplicate", "changed", "new")
"""Kinds whose rows are worth showing, those that ask for a hand first."""


class UploadForm(forms.Form):
    """A file and where its people live."""

    file = SheetField(label=gettext_lazy("表格文件"))
    label = forms.ChoiceField(label=gettext_lazy("这些人住在哪里"))
    create_places = forms.BooleanField(label=gettext_lazy("缺的楼和房间一并建立"), required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def roster_list(request: HttpRequest) -> HttpResponse:
    """What was handed in, and a form for the next file."""
    access = access_of(request)
    access.require_any("import.run")
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        places=place_choices(access, "import.run", CHOSEN),
    )
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            refuse_large_file(file.size or 0)
            found = take_in(
                access=access,
                label=form.cleaned_data["label"],
                content=file.read(),
                file_name=file.name or "",
                create_places=form.cleaned_data["create_places"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("imports:roster", found.pk)
    rosters = queries.rosters(access.paths("import.run"))
    if ending := ending_asked_for(request):
        headings = (_("文件"), _("地点"), _("交来的时间"), _("谁"), _("情况"), _("几人"))
        rows = (
            [r.file_name, r.place.name, r.created_at, r.by.name if r.by else "",
             r.get_state_display(), r.done]
            for r in rosters
        )  # fmt: skip
        return as_file(ending, "imports", headings, rows)
    context = {"form": form, "rosters": rosters}
    return render(request, "imports/list.html", context, status=422 if form.errors else 200)


@require_GET
def roster(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """One roster: its columns and preview, its progress, or what became of it."""
    return _page(request, roster_id)


def _page(
    request: HttpRequest,
    roster_id: UUID,
    error: str = "",
    status: int = 200,
    *,
    undoing: bool = False,
) -> HttpResponse:
    access = access_of(request)
    found = roster_for(access, roster_id)
    summary = found.summary
    later = later_changes(found) if undoing else []
    context = {
        "roster": found,
        "error": error,
        "sheets": found.mapping,
        "fields": FIELD_NAMES.items(),
        "counts": [
            (kind, KIND_NAMES[kind], summary.get("counts", {}).get(kind, 0)) for kind in KINDS
        ],
        "changes": [f"{FIELD_NAMES[field]} {n}" for field, n in summary.get("changes", {}).items()],
        "shown": [
            (
                kind,
                KIND_NAMES[kind],
                [_row(row) for row in summary["rows"].get(kind, [])[:30]],
                summary["counts"][kind],
            )
            for kind in TELLING
            if summary.get("rows", {}).get(kind)
        ],
        "nothing_fits": _nothing_fits(summary.get("counts", {})),
        "missing": summary.get("missing_doors", 0),
        "entered": summary.get("entered", 0),
        "left_out": summary.get("left_out", 0),
        "kept": summary.get("kept", 0),
        "taken_back": summary.get("taken_back", 0),
        "undo_job": open_job(KIND, found.pk),
        "later": [(one, listed(CHANGE_NAMES[what] for what in one.what)) for one in later[:SHOWN]],
        "later_more": max(0, len(later) - SHOWN),
        "rest": found.done - len(later),
    }
    response = render(request, "imports/roster.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _nothing_fits(counts: dict[str, int]) -> bool:
    """Whether every single row was refused: a column is taken for the wrong thing."""
    return bool(counts.get("refused")) and not any(n for k, n in counts.items() if k != "refused")


def _row(row: dict[str, Any]) -> dict[str, Any]:
    said = [_(message).format(**params) for message, params in row["problems"]]
    changed = listed(FIELD_NAMES[field] for field in row["fields"])
    changes = [
        (FIELD_NAMES[field], listed(in_words(field, old)), listed(in_words(field, new)))
        for field, old, new in row.get("changes", ())
    ]
    return row | {"said": " ".join(said) or changed, "changes": changes}


@require_POST
def columns(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Take the columns for what the form says, and look again."""
    access = access_of(request)
    found = roster_for(access, roster_id)
    given = []
    for number, sheet in enumerate(found.mapping):
        fields = {}
        for column in sheet["columns"]:
            said = request.POST.get(f"{number}-{column['index']}", column["field"])
            fields[column["index"]] = said if said in FIELDS else ""
        given.append(fields)
    try:
        remap(
            access=access,
            roster_id=roster_id,
            columns=given,
            create_places=bool(request.POST.get("create_places")),
        )
    except Refused as refused:
        return _page(request, roster_id, sentence(refused), 422)
    return redirect("imports:roster", roster_id)


@require_POST
def start(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Enter it, in the background. Pressing twice starts it once."""
    if start_run(access=access_of(request), roster_id=roster_id):
        transaction.on_commit(lambda: run_roster.defer(roster_id=str(roster_id)))
    return redirect("imports:roster", roster_id)


@require_POST
def stop(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Do not enter it, or no further."""
    cancel(access=access_of(request), roster_id=roster_id)
    return redirect("imports:roster", roster_id)


@require_POST
def take_back(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Have what it entered taken back; where people changed since stand in the way, say which."""
    rest = bool(request.POST.get("rest"))
    try:
        job = ask_undo(access=access_of(request), roster_id=roster_id, rest=rest)
    except Refused as refused:
        return _page(request, roster_id, sentence(refused), 422, undoing=True)
    return redirect("jobs:job", job.pk) if job else redirect("imports:roster", roster_id)


@require_GET
def state(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """How far a run is."""
    found = roster_for(access_of(request), roster_id)
    running = found.state == found.State.RUNNING
    return JsonResponse({"running": running, "done": found.done, "total": found.total})


@require_GET
def refused(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """The rows to be mended, as a workbook."""
    content = queries.refused_rows(roster_for(access_of(request), roster_id))
    if content is None:
        raise Hidden
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="refused.xlsx"'
    response["Cache-Control"] = "no-store"
    return response
