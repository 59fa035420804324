"""Open cases from a list: hand it in, say what its columns are, look, open them, mend the rest."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.jobs.queries import open_job
from wanli.domains.observation.choices import REASONS
from wanli.domains.observation.lists import FIELDS, KINDS, list_for, lists
from wanli.domains.observation.operations.case_lists import (
    KIND,
    Terms,
    change_list,
    drop_list,
    refused_rows,
    start_list,
    take_in_list,
)
from wanli.domains.people.operations.import_roster import refuse_large_file
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.scope import ROOT
from wanli.web.choices import place_choices
from wanli.web.desk.imports.views import FIELD_NAMES, XLSX
from wanli.web.desk.observation.forms import DAY, DAY_WRONG
from wanli.web.errors import add_refusal, sentence
from wanli.web.fields import PlaceField, PlaceForm, SheetField
from wanli.web.request import access_of

CHOSEN = ("area", "compound")
NAMES = {
    **{key: FIELD_NAMES[key] for key in FIELDS if key in FIELD_NAMES},
    "last_contact": gettext_lazy("最后一次接触的日子"),
    "arrival": gettext_lazy("到达的日子"),
    "onset": gettext_lazy("出现症状的日子"),
    "reason": gettext_lazy("为什么观察"),
    "apart": gettext_lazy("是不是单独一间"),
}
KIND_NAMES = {
    "new": gettext_lazy("要开始观察"),
    "observed": gettext_lazy("已经在观察"),
    "later": gettext_lazy("在观察,又有接触"),
    "unknown": gettext_lazy("名册里找不到"),
    "doubtful": gettext_lazy("说不准是谁"),
    "refused": gettext_lazy("写得不对"),
}
TELLING = ("refused", "doubtful", "unknown", "later", "new", "observed")
"""Those that ask for a hand first."""
SHOWN = 30


class TermsForm(forms.Form):
    """What holds for all whose rows do not say otherwise."""

    reason = forms.ChoiceField(
        label=gettext_lazy("为什么观察"),
        choices=REASONS,
        help_text=gettext_lazy("表里有一列写着的,按表里的。"),
        error_messages={"required": gettext_lazy("请选一个观察的原因。")},
    )
    term = forms.ChoiceField(
        label=gettext_lazy("观察期"),
        error_messages={
            "required": gettext_lazy("请选一个观察期。"),
            "invalid_choice": gettext_lazy("这个观察期不在现在的预案里,请另选一个。"),
        },
    )
    since = forms.DateField(
        label=gettext_lazy("从哪天算起"),
        required=False,
        widget=DAY,
        error_messages=DAY_WRONG,
        help_text=gettext_lazy("表里没写日子的,按这一天。表里都写了就不用填。"),
    )
    apart = forms.BooleanField(label=gettext_lazy("各自单独一间,和家里人分开"), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [  # type: ignore[attr-defined]
            (one.key, _("{name}({days} 天)").format(name=said(one.name), days=one.days))
            for one in plan.terms
        ]

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["reason"], data["term"], data["since"], apart=data["apart"])


class ListForm(PlaceForm, TermsForm):
    """A file, and where its people live."""

    file = SheetField(label=gettext_lazy("名单"))
    label = PlaceField(label=gettext_lazy("这些人住在哪里"))
    field_order = ("file", "label", "reason", "term", "since", "apart")


@require_http_methods(["GET", "POST"])
def case_lists(request: HttpRequest) -> HttpResponse:
    """What was handed in, and a form for the next list."""
    access = access_of(request)
    access.require_any("observation.manage")
    paths = access.paths("observation.manage")
    form = ListForm(
        request.POST or None,
        request.FILES or None,
        plan=plan_in_force(paths[0] if paths else ROOT).plan,
        places=place_choices(access, "observation.manage", CHOSEN),
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
                terms=form.terms(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("observation:list", found.pk)
    context = {"form": form, "lists": lists(paths)}
    status = 422 if form.errors else 200
    return render(request, "observation/lists.html", context, status=status)


@require_GET
def case_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: its columns and preview, or what became of it."""
    return _page(request, list_id)


def _page(
    request: HttpRequest, list_id: UUID, form: TermsForm | None = None, error: str = ""
) -> HttpResponse:
    found = list_for(access_of(request), list_id)
    summary = found.summary
    given = {
        "reason": found.reason, "term": found.term, "since": found.since, "apart": found.apart,
    }  # fmt: skip
    plan = plan_in_force(found.path).plan
    context = {
        "list": found,
        "error": error,
        "form": form or TermsForm(initial=given, plan=plan),
        "job": open_job(KIND, found.pk),
        "sheets": found.mapping,
        "fields": NAMES.items(),
        "counts": [(kind, KIND_NAMES[kind], summary["counts"][kind]) for kind in KINDS],
        "fresh": summary["counts"]["new"],
        "left_out": summary.get("left_out", 0),
        "shown": [
            (kind, KIND_NAMES[kind], [_row(one) for one in rows[:SHOWN]], summary["counts"][kind])
            for kind in TELLING
            if (rows := summary["rows"].get(kind))
        ],
    }
    status = 422 if error or (form and form.errors) else 200
    response = render(request, "observation/list.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _row(row: dict[str, Any]) -> dict[str, Any]:
    problems = [_(message).format(**params) for message, params in row["problems"]]
    reasons = {str(key): name for key, name in REASONS}
    days = [date_format(date.fromisoformat(row[key]), "MONTH_DAY_FORMAT")
            for key in ("since", "last") if row[key]]  # fmt: skip
    return row | {
        "said": " ".join(problems),
        "why": reasons.get(row["reason"], ""),
        "days": "–".join(days),
    }


@require_POST
def change(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Take columns and terms for what the form says, and look again."""
    access = access_of(request)
    found = list_for(access, list_id)
    form = TermsForm(request.POST, plan=plan_in_force(found.path).plan)
    if not form.is_valid():
        return _page(request, list_id, form)
    given = [
        {
            column["index"]: request.POST.get(f"{number}-{column['index']}", column["field"])
            for column in sheet["columns"]
        }
        for number, sheet in enumerate(found.mapping)
    ]
    try:
        change_list(access=access, list_id=list_id, columns=given, terms=form.terms())
    except Refused as refused:
        return _page(request, list_id, form, sentence(refused))
    return redirect("observation:list", list_id)


@require_POST
def start(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Open the cases, in the background. Pressing twice starts it once."""
    job = start_list(access=access_of(request), list_id=list_id)
    return redirect("jobs:job", job.pk) if job else redirect("observation:list", list_id)


@require_POST
def drop(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Do not."""
    drop_list(access=access_of(request), list_id=list_id)
    return redirect("observation:lists")


@require_GET
def refused(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The rows to be mended, as a workbook."""
    content = refused_rows(list_for(access_of(request), list_id))
    if content is None:
        raise Hidden
    response = HttpResponse(content, content_type=XLSX)
    name = f"refused-{clock.today():%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
