"""What residents say to the notices, and the committee's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.postings import remarks as reading
from wanli.domains.postings.access import Remark, remark_for
from wanli.domains.postings.operations.settle_remark import (
    answer_remark,
    see_contact,
    set_aside,
    take_up,
)
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.errors import add_refusal, sentence
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


class AnswerForm(forms.Form):
    """What she reads."""

    answer = forms.CharField(
        label=gettext_lazy("答复"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("提意见的人凭查询码看得到。请不要写别人的姓名和房号。"),
        error_messages={"required": gettext_lazy("请写答复,提意见的人看得到。")},
    )


@require_GET
def remarks(request: HttpRequest) -> HttpResponse:
    """Those that wait for an answer first."""
    access = access_of(request)
    place, paths = where_asked(request, access, "remark.view")
    which = request.GET.get("which", "open")
    which = which if which in reading.STATES else "open"
    found = behind_increment(request, reading.remarks(paths, which), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    counts = reading.counts(paths)
    context = {
        "place": place,
        "which": which,
        "states": [(key, name, counts[key]) for key, name in reading.STATES.items()],
        "page": page,
        "lines": reading.lines(page),
    }
    return render(request, "postings/remarks.html", context)


@require_GET
def remark(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """One remark, with what can be done."""
    access = access_of(request)
    return _page(request, access, remark_for(access, remark_id))


@require_POST
def answer(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Answer it."""
    access = access_of(request)
    found = remark_for(access, remark_id, "remark.answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_remark(access=access, remark_id=remark_id, answer=form.cleaned_data["answer"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _done(request, _("答复好了,提意见的人看得到。"))
    return _page(request, access, found, form=form)


@require_POST
def aside(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Do not answer it, and say why."""
    return _act(
        request,
        remark_id,
        _("记下了:不予答复。"),
        lambda access: set_aside(
            access=access, remark_id=remark_id, why=request.POST.get("why", "")
        ),
    )


@require_POST
def again(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """It waits for an answer again."""
    return _act(
        request,
        remark_id,
        _("又放回等答复的里面了。"),
        lambda access: take_up(access=access, remark_id=remark_id),
    )


@require_POST
def contact(request: HttpRequest, remark_id: UUID) -> HttpResponse:
    """Name and number, with a reason; the log has it."""
    access = access_of(request)
    found = remark_for(access, remark_id, "remark.answer")
    try:
        seen = see_contact(
            access=access, remark_id=remark_id, reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        return _page(request, access, found, wrong=refused)
    return _page(request, access, found, seen=seen)


def _act(
    request: HttpRequest, remark_id: UUID, said: str, act: Callable[[Access], object]
) -> HttpResponse:
    access = access_of(request)
    found = remark_for(access, remark_id, "remark.answer")
    try:
        act(access)
    except Refused as refused:
        return _page(request, access, found, wrong=refused)
    return _done(request, said)


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("postings:remarks")


def _page(
    request: HttpRequest,
    access: Access,
    found: Remark,
    *,
    form: AnswerForm | None = None,
    wrong: Refused | None = None,
    seen: object = None,
) -> HttpResponse:
    line = reading.lines([found])[0]
    context: dict[str, Any] = {
        "line": line,
        "remark": found,
        "crumbs": crumbs_of(access, found.place),
        "form": form or AnswerForm(initial={"answer": line.answer}),
        "may_answer": access.can("remark.answer", found.path),
        "has_contact": found.contact_cipher is not None,
        "seen": seen,
        "wrong": sentence(wrong) if wrong else "",
        "wrong_at": wrong.field if wrong else "",
        "typed": request.POST,
    }
    status = 422 if wrong or (form and form.errors) else 200
    return render(request, "postings/remark.html", context, status=status)
