"""The canvass on paper: choose a place, and print its sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_http_methods

from wanli.domains.canvass.access import campaign_for
from wanli.domains.canvass.operations.ask_sheets import CODE, KIND, ask_sheets
from wanli.domains.jobs.queries import own_jobs
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import names
from wanli.kernel.errors import Refused
from wanli.web.choices import place_choices
from wanli.web.errors import add_refusal
from wanli.web.fields import PlaceField, PlaceForm
from wanli.web.request import access_of

CHOSEN = ("area", "compound", "building", "stairwell")
"""Kinds of place that sheets are printed for, besides one's own."""


class PrintForm(PlaceForm):
    """Which sheets."""

    label = PlaceField(label=gettext_lazy("印哪里的表"))
    only_left = forms.BooleanField(label=gettext_lazy("只印还没排摸的户"), required=False)
    in_the_clear = forms.BooleanField(
        label=gettext_lazy("印全名"),
        required=False,
        help_text=gettext_lazy("平时印成“王**”。印全名要写理由,会记入查阅记录;用完请收回。"),
    )
    reason = forms.CharField(label=gettext_lazy("印全名的理由"), required=False, max_length=200)

    def __init__(self, *args: Any, may_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_open:
            del self.fields["in_the_clear"], self.fields["reason"]


@require_http_methods(["GET", "POST"])
def print_form(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Choose what to print; the worker makes the PDF."""
    access = access_of(request)
    access.require_any("canvass.record")
    campaign = campaign_for(access, campaign_id, "canvass.record")
    places = place_choices(access, "canvass.record", CHOSEN)
    label = request.GET.get("place", "")
    if label and label not in dict(places):
        place = place_for(access, label, "canvass.record")
        places.insert(0, (label, names([place.path]).get(place.path, place.name)))
    form = PrintForm(
        request.POST or None,
        places=places,
        may_open=access.has("people.open"),
        initial={"label": label},
    )
    if request.method == "POST" and form.is_valid():
        try:
            job = ask_sheets(
                access=access,
                campaign_id=campaign_id,
                address=request.build_absolute_uri(reverse("canvass:sheet", args=[CODE])),
                language=get_language() or "zh-hans",
                **form.cleaned_data,
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("jobs:job", job.pk)
    context = {"form": form, "campaign": campaign, "jobs": own_jobs(access, KIND)}
    status = 422 if form.errors else 200
    return render(request, "canvass/print.html", context, status=status)
