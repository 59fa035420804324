"""Have the posters of a place printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_http_methods

from wanli.domains.jobs.queries import own_jobs
from wanli.domains.places.access import place_for
from wanli.domains.plans.language import voice
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.postings import Notice
from wanli.domains.plans.rules.shape import slot_of
from wanli.domains.postings.operations.ask_posters import CODE, KIND, ask_posters
from wanli.domains.postings.queries import code_of
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.errors import add_refusal
from wanli.web.request import access_of


class PosterForm(forms.Form):
    """How large."""

    paper = forms.ChoiceField(
        label=gettext_lazy("纸"),
        choices=(("a4", "A4"), ("a3", "A3")),
        initial="a4",
        error_messages={
            "required": gettext_lazy("请选 A4 或 A3。"),
            "invalid_choice": gettext_lazy("请选 A4 或 A3。"),
        },
    )


@require_http_methods(["GET", "POST"])
def posters(request: HttpRequest, label: str) -> HttpResponse:
    """All stairwells of a place in one go; the worker makes the PDF."""
    access = access_of(request)
    place = place_for(access, label, "posting.print")
    form = PosterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = ask_posters(
                access=access,
                label=label,
                paper=form.cleaned_data["paper"],
                address=request.build_absolute_uri(reverse("notice:page", args=[CODE])),
                language=get_language() or "zh-hans",
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("jobs:job", job.pk)
    context: dict[str, Any] = {
        "place": place,
        "crumbs": crumbs_of(access, place),
        "form": form,
        "jobs": own_jobs(access, KIND),
        "code": code_of(place.path),
        "may_view": access.can("remark.view", place.path),
        "says": _says(plan_in_force(place.path).plan.notice),
    }
    return render(request, "postings/print.html", context, status=422 if form.errors else 200)


def _says(notice: Notice) -> str:
    slot = slot_of(Notice, "homes")
    return voice().translate(dict(slot.shown.choices)[notice.homes]) if slot else ""
