"""Notices of key areas: hand one in, say what its columns are, look, propose, adopt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.arrivals.areas import LEVELS, AreaNotice, shown_notices
from wanli.domains.arrivals.moves import lines, moves, observed
from wanli.domains.arrivals.operations import notices as doing
from wanli.domains.arrivals.operations.notices import Terms, notice_for
from wanli.domains.arrivals.rules.changes import KINDS
from wanli.domains.people.operations.import_roster import refuse_large_file
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.scope import EVERYTHING
from wanli.web.choices import place_choices
from wanli.web.errors import add_refusal, sentence
from wanli.web.fields import SheetField
from wanli.web.request import access_of

KIND_NAMES = {
    "added": gettext_lazy("新列入"),
    "raised": gettext_lazy("等级升高"),
    "lowered": gettext_lazy("等级降低"),
    "ended": gettext_lazy("移出名单"),
    "same": gettext_lazy("和现在一样"),
}
FIELD_NAMES = {
    "province": gettext_lazy("省"),
    "city": gettext_lazy("市"),
    "region": gettext_lazy("地区(区县)"),
    "code": gettext_lazy("区划代码"),
    "words": gettext_lazy("社区、点位"),
    "level": gettext_lazy("风险等级"),
    "since": gettext_lazy("从哪天"),
    "until": gettext_lazy("到哪天"),
}
SHOWN = 200
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TermsForm(forms.Form):
    """What somebody says about a notice."""

    title = forms.CharField(
        label=gettext_lazy("通告的名称或文号"),
        max_length=80,
        error_messages={"required": gettext_lazy("请写通告的名称或文号。")},
    )
    day = forms.DateField(
        label=gettext_lazy("从哪天起"),
        widget=_DAY,
        help_text=gettext_lazy("表里没写日子的行,从这天起。"),
        error_messages={
            "required": gettext_lazy("请选一天。"),
            "invalid": gettext_lazy("请写成 2020-02-14 这样的日期。"),
        },
    )
    level = forms.ChoiceField(
        label=gettext_lazy("没写等级的按"),
        choices=LEVELS,
        initial="medium",
        error_messages={"invalid_choice": gettext_lazy("请选一个等级。")},
    )
    whole = forms.BooleanField(
        label=gettext_lazy("这是全部名单"),
        required=False,
        help_text=gettext_lazy("勾上的话,表里没有的地区从这天起移出名单。"),
    )

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["title"], data["day"], data["level"], whole=data["whole"])


class NoticeForm(TermsForm):
    """A file with it, and whose list it changes."""

    file = SheetField(label=gettext_lazy("通告的表格"))
    label = forms.ChoiceField(
        label=gettext_lazy("哪个街道"),
        error_messages={
            "required": gettext_lazy("请选一个街道。"),
            "invalid_choice": gettext_lazy("请选一个街道。"),
        },
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """What was handed in, and a form for the next one."""
    access = access_of(request)
    access.require_any("plan.draft")
    form = NoticeForm(
        request.POST or None,
        request.FILES or None,
        places=place_choices(access, "plan.draft", ("subdistrict",)),
        initial={"day": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            refuse_large_file(file.size or 0)
            found = doing.take_in(
                access=access,
                label=form.cleaned_data["label"],
                content=file.read(),
                file_name=file.name or "",
                terms=form.terms(),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("sorting:notice", found.pk)
    context = {"form": form, "notices": shown_notices(access.paths("plan.draft"))}
    return render(request, "sorting/notices.html", context, status=422 if form.errors else 200)


@require_GET
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """One notice: its columns, what it changes and for whom."""
    return _page(request, notice_id)


def _page(
    request: HttpRequest, notice_id: UUID, form: TermsForm | None = None, error: str = ""
) -> HttpResponse:
    access = access_of(request)
    found = notice_for(access, notice_id)
    given = {
        "title": found.title, "day": found.day, "level": found.level, "whole": found.whole,
    }  # fmt: skip
    undecided = found.state in ("read", "proposed")
    made = doing.changes_of(found) if undecided else []
    by_kind = {kind: [one for one in made if one.kind == kind] for kind in KINDS}
    may_adopt = access.can("plan.adopt", found.path)
    context = {
        "notice": found,
        "error": error,
        "form": form or TermsForm(initial=given),
        "undecided": undecided,
        "counts": [(KIND_NAMES[kind], len(by_kind[kind])) for kind in KINDS],
        "shown": [
            (kind, KIND_NAMES[kind], len(rows), [(one, _levels(one)) for one in rows[:SHOWN]])
            for kind, rows in by_kind.items()
            if rows and kind != "same"
        ],
        "wrong": [(one, _(one["message"]).format(**one["params"])) for one in found.wrong[:SHOWN]],
        "effects": _effects(found) if undecided else [],
        "fields": FIELD_NAMES.items(),
        "may_draft": access.can("plan.draft", found.path),
        "may_adopt": may_adopt and found.proposed_by_id != access.user_id,
        "is_own": found.proposed_by_id == access.user_id,
    }
    status = 422 if error or (form and form.errors) else 200
    return render(request, "sorting/notice.html", context, status=status)


def _levels(change: Any) -> tuple[str, str]:
    names = {key: str(name) for key, name in LEVELS}
    before = names.get(change.before.level, "") if change.before else ""
    return before, names.get(change.after.level, "") if change.after else ""


def _effects(found: AreaNotice) -> list[str]:
    """Who would move, in numbers: over everybody, whatever the reader's posts let her see."""
    plan = plan_in_force(found.path).plan
    with acting(EVERYTHING):
        counted = moves(found.path, plan, doing.areas_after(found))
    said = [
        _("{n} 人从“{was}”改为“{will}”。").format(n=n, was=was, will=will)
        for was, will, n in lines(counted, plan, plan)
    ]
    return [*said, *(str(one.message).format(**one.params) for one in observed(counted))]


@require_POST
def change(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Take columns and terms for what the form says, and look again."""
    access = access_of(request)
    found = notice_for(access, notice_id)
    access.require("plan.draft", found.path)
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _page(request, notice_id, form)
    given = [
        {
            column["index"]: request.POST.get(f"{number}-{column['index']}", column["field"])
            for column in sheet["columns"]
        }
        for number, sheet in enumerate(found.mapping)
    ]
    try:
        doing.change(access=access, notice_id=notice_id, columns=given, terms=form.terms())
    except Refused as refused:
        return _page(request, notice_id, form, sentence(refused))
    return redirect("sorting:notice", notice_id)


@require_POST
def propose(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Lay it before a second person."""
    return _done(request, notice_id, doing.propose, _("提交了,等另一位通过。"))


@require_POST
def adopt(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Put it on the list, and judge everybody again."""
    return _done(request, notice_id, doing.adopt, _("通过了。后台正在给每个人重新归类。"))


@require_POST
def drop(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Do without it."""
    return _done(request, notice_id, doing.drop, _("不用了,名单不变。"))


def _done(request: HttpRequest, notice_id: UUID, deed: Any, said: str) -> HttpResponse:
    try:
        deed(access=access_of(request), notice_id=notice_id)
    except Refused as refused:
        return _page(request, notice_id, error=sentence(refused))
    messages.success(request, said)
    return redirect("sorting:notice", notice_id)
