"""Calls by a counsellor; what was said is for her and those in charge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.observation import care
from wanli.domains.observation.access import case_for
from wanli.domains.observation.choices import TALK_OUTCOMES
from wanli.domains.observation.operations.counsel import ask_counsel, record_talk
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.web.desk.observation.forms import DAY
from wanli.web.desk.observation.numbers import numbers_of
from wanli.web.errors import add_refusal
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


class TalkForm(forms.Form):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("怎么样"),
        choices=TALK_OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请点一个结果。"),
            "invalid_choice": gettext_lazy("请点一个结果。"),
        },
    )
    content = forms.CharField(
        label=gettext_lazy("谈了什么"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("加密保存。只有您和医疗救助组组长看得到。"),
    )
    next_on = forms.DateField(
        label=gettext_lazy("下次哪天打"),
        required=False,
        widget=DAY,
        error_messages={"invalid": gettext_lazy("请写成 2020-02-14 这样的日期。")},
    )


@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Whom to call, and the calls that were made."""
    access = access_of(request)
    wanted, made = care.talks(access)
    page = LongPaginator(made, PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": care.talk_lines(wanted[:200]),
        "made": care.talk_lines(page),
        "page": page,
    }
    return render(request, "observation/calls.html", context)


@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, talk_id: UUID) -> HttpResponse:
    """One call: the number, what was said before, and what came of it."""
    access = access_of(request)
    found = care.talk_for(access, talk_id)
    may_give = access.can("counsel.give", found.path)
    form = TalkForm(request.POST or None)
    if request.method == "POST":
        access.require("counsel.give", found.path)
        if form.is_valid():
            try:
                record_talk(access=access, talk_id=talk_id, **form.cleaned_data)
            except Refused as refused:
                add_refusal(form, refused)
            else:
                messages.success(request, _("已记下。"))
                return redirect("counsel:calls")
    case = found.case
    all_of_them = care.talks_of(case)
    said = care.said_at(access, all_of_them)
    wanted = found.state == care.Talk.State.WANTED
    context: dict[str, Any] = {
        "talk": found,
        "line": care.talk_lines([found])[0],
        "case": case,
        "form": form,
        "to_record": wanted and may_give,
        "told": [(one, said.get(one.pk)) for one in all_of_them if one.state != "wanted"],
        "clear": numbers_of(access, case, _("心理疏导")) if wanted and may_give else None,
        "name": mask_name(case.person.name),
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "observation/talk.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Somebody at the committee wants a counsellor to call."""
    access = access_of(request)
    case_for(access, case_id, "observation.record")
    ask_counsel(access=access, case_id=case_id)
    messages.success(request, _("已请心理疏导员打电话。"))
    return redirect("observation:case", case_id)
