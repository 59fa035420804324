"""Permitted leave: asked for and decided by the committee, seen at the gate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
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
from wanli.domains.observation.operations.leave import (
    ask_leave,
    decide_leave,
    let_in,
    let_out,
    withdraw_leave,
)
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.masking import mask_name
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.forms import DAY, DAY_WRONG
from wanli.web.errors import add_refusal, sentence
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50
TIME_WRONG = {
    "invalid": gettext_lazy("请写成 09:30 这样的时间。"),
    "required": gettext_lazy("请选几点。"),
}
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class LeaveForm(forms.Form):
    """When, and what for."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=gettext_lazy("去做什么"),
        max_length=300,
        help_text=gettext_lazy("例如:去医院透析。门岗看不到这一句。"),
        error_messages={"required": gettext_lazy("请写明去做什么,批的人要看。")},
    )
    day = forms.DateField(label=gettext_lazy("哪天"), widget=DAY, error_messages=DAY_WRONG)
    starts = forms.TimeField(label=gettext_lazy("几点出门"), widget=TIME, error_messages=TIME_WRONG)
    ends = forms.TimeField(
        label=gettext_lazy("几点以前回来"), widget=TIME, error_messages=TIME_WRONG
    )

    def between(self) -> tuple[datetime, datetime]:
        """The two moments; back before one left is back on the next day."""
        data = self.cleaned_data
        start = datetime.combine(data["day"], data["starts"], clock.LOCAL_ZONE)
        end = datetime.combine(data["day"], data["ends"], clock.LOCAL_ZONE)
        return start, end if end > start else end + timedelta(days=1)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for leave on somebody's behalf."""
    access = access_of(request)
    found = case_for(access, case_id, "observation.record")
    form = LeaveForm(request.POST or None, initial={"entry": uuid7(), "day": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            start, end = form.between()
            ask_leave(
                access=access,
                case_id=case_id,
                why=form.cleaned_data["why"],
                starts_at=start,
                ends_at=end,
                leave_id=form.cleaned_data["entry"],
            )
        except OverflowError:
            form.add_error("day", _("请核对日期。"))
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("已请假,等批准。"))
            return redirect("observation:case", case_id)
    context = {
        "case": found,
        "name": mask_name(found.person.name),
        "crumbs": crumbs_of(access, found.place),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "observation/ask_leave.html", context, status=status)


@require_GET
def leaves(request: HttpRequest) -> HttpResponse:
    """Leaves that wait for a decision, are approved, or under way."""
    access = access_of(request)
    access.require_any("observation.view")
    page = LongPaginator(care.leaves(access.paths("observation.view")), PAGE).get_page(
        request.GET.get("page")
    )
    lines = [_shown(access, line) for line in care.leave_lines(page)]
    return render(request, "observation/leaves.html", {"page": page, "leaves": lines})


def _shown(access: Access, line: care.LeaveLine) -> tuple[Any, ...]:
    """A leave, whether the reader may decide on it, and whether she may record the way."""
    path = line.leave.path
    return line, access.can("observation.decide", path), access.can("observation.record", path)


def leaves_shown(access: Access, case: Any) -> list[tuple[Any, ...]]:
    """The leaves of a case."""
    return [_shown(access, line) for line in care.leaves_of(case)]


@require_POST
def decide(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """Yes or no."""
    access = access_of(request)
    found = care.leave_for(access, leave_id, "observation.decide")
    yes = request.POST.get("yes") == "1"
    return _done(
        request,
        found,
        _("已批准,门岗看得到。") if yes else _("没有批准。"),
        lambda: decide_leave(access=access, leave_id=leave_id, yes=yes),
    )


@require_POST
def withdraw(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """She does not go."""
    access = access_of(request)
    found = care.leave_for(access, leave_id, "observation.record")
    return _done(
        request, found, _("已取消。"), lambda: withdraw_leave(access=access, leave_id=leave_id)
    )


@require_GET
def gate(request: HttpRequest) -> HttpResponse:
    """Who may leave now, and who is out: masked names, doors and hours, nothing else."""
    access = access_of(request)
    out, now, later = care.at_the_gate(access)
    context = {"out": out, "now_open": now, "later": later, "at": clock.now()}
    return render(request, "observation/gate.html", context)


@require_POST
def left(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """Out through the gate."""
    access = access_of(request)
    found = care.passing(access, leave_id)
    return _done(
        request,
        found,
        _("已记出门。"),
        lambda: let_out(access=access, leave_id=leave_id),
        at_gate=True,
    )


@require_POST
def back(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """Back again."""
    access = access_of(request)
    found = care.passing(access, leave_id)
    return _done(
        request,
        found,
        _("已记回来。"),
        lambda: let_in(access=access, leave_id=leave_id),
        at_gate=True,
    )


def _done(
    request: HttpRequest,
    found: care.Leave,
    said: str,
    act: Callable[[], object],
    *,
    at_gate: bool = False,
) -> HttpResponse:
    """Back to the gate for its guard, to the case for everybody else."""
    try:
        act()
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, said)
    if at_gate and access_of(request).has("gate.pass"):
        return redirect("gate:page")
    return redirect("observation:case", found.case_id)
