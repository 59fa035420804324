"""What is done with a draft as a whole: propose, take back, adopt."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wanli.domains.plans.access import version_for
from wanli.domains.plans.operations import proposals
from wanli.kernel.errors import Refused
from wanli.web.desk.plan.forms import ProposeForm, ReasonForm
from wanli.web.desk.plan.views import version_page
from wanli.web.errors import add_refusal
from wanli.web.request import access_of


@require_POST
def propose(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Lay it before those who may adopt it."""
    access = access_of(request)
    found = version_for(access, version_id, "plan.draft")
    form = ProposeForm(request.POST)
    if form.is_valid():
        try:
            proposals.propose(access=access, version_id=version_id, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("已提交。等另一位有权通过的人来通过。"))
            return redirect("plan:version", version_id)
    return version_page(request, access, found, proposing=form)


@require_POST
def take_back(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Back to its makers."""
    access = access_of(request)
    found = version_for(access, version_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            proposals.take_back(access=access, version_id=version_id, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("又是草案了,可以接着改。"))
            return redirect("plan:version", version_id)
    return version_page(request, access, found, returning=form)


@require_POST
def adopt(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """Into force."""
    version = proposals.adopt(access=access_of(request), version_id=version_id)
    said = _("第 {n} 版通过了,从 {day} 0 点起执行。")
    messages.success(request, said.format(n=version.number, day=version.effective_on))
    return redirect("plan:version", version_id)
