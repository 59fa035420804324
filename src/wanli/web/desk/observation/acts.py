"""What can be done to a case."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wanli.domains.observation.access import Case, case_for
from wanli.domains.observation.operations.change_term import decide_term, expose_again
from wanli.domains.observation.operations.close_case import end_otherwise, resume, suspend
from wanli.domains.observation.operations.release import agree, prepare
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.desk.observation.forms import AgainForm, DecideForm
from wanli.web.desk.observation.views import case_page
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of


@require_POST
def again(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """There was another contact."""
    form = AgainForm(request.POST, auto_id="again_%s")
    return _with_form(
        request,
        case_id,
        "again",
        form,
        lambda a: expose_again(access=a, case_id=case_id, **form.cleaned_data),
    )


@require_POST
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Another last day."""
    form = DecideForm(request.POST, auto_id="decide_%s")
    return _with_form(
        request,
        case_id,
        "decide",
        form,
        lambda a: decide_term(access=a, case_id=case_id, **form.cleaned_data),
    )


def _with_form(
    request: HttpRequest,
    case_id: UUID,
    name: str,
    form: AgainForm | DecideForm,
    act: Callable[[Access], Case],
) -> HttpResponse:
    access = access_of(request)
    found = case_for(access, case_id, "observation.manage")
    if form.is_valid():
        try:
            changed = act(access)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("已改为观察到 {day}。").format(day=changed.last_day))
            return redirect("observation:case", case_id)
    return case_page(request, access, found, forms={name: form})


@require_POST
def suspend_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """No checks for now."""
    why = request.POST.get("why", "")
    return _plain(
        request, case_id, _("已暂停。"), lambda a: suspend(access=a, case_id=case_id, why=why)
    )


@require_POST
def resume_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Checks again."""
    return _plain(request, case_id, _("继续观察。"), lambda a: resume(access=a, case_id=case_id))


@require_POST
def end(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case ends without a release."""
    why = request.POST.get("why", "")
    return _plain(
        request,
        case_id,
        _("已结束。"),
        lambda a: end_otherwise(access=a, case_id=case_id, why=why),
        "observation.decide",
    )


@require_POST
def prepare_release(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Have the release ready."""
    return _plain(request, case_id, _("解除已备好。"), lambda a: prepare(access=a, case_id=case_id))


@require_POST
def agree_release(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A second person agrees."""
    return _plain(
        request,
        case_id,
        _("已同意。"),
        lambda a: agree(access=a, case_id=case_id),
        "observation.decide",
    )


def _plain(
    request: HttpRequest,
    case_id: UUID,
    done: str,
    act: Callable[[Access], Case],
    permission: str = "observation.manage",
) -> HttpResponse:
    access = access_of(request)
    found = case_for(access, case_id, permission)
    try:
        act(access)
    except Refused as refused:
        return case_page(request, access, found, error=sentence(refused))
    messages.success(request, done)
    return redirect("observation:case", case_id)
