"""All home links of a place in one go."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wanli.domains.jobs.queries import own_jobs
from wanli.domains.observation.homes import last_number
from wanli.domains.observation.operations.print_links import (
    KIND,
    TOKEN,
    ask_links,
    homes_to_link,
)
from wanli.kernel.errors import Refused
from wanli.web.choices import place_choices, with_place_asked
from wanli.web.errors import add_refusal
from wanli.web.fields import PlaceField, PlaceForm
from wanli.web.request import access_of

CHOSEN = ("area", "compound", "building", "stairwell")


class LinksForm(PlaceForm):
    """Where, and whom they call."""

    label = PlaceField(label=gettext_lazy("印哪里的"))
    call = forms.CharField(
        label=gettext_lazy("住户打哪个电话找你们"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("请填住户能打通的电话号码,例如 021-65432100。")},
    )
    renew = forms.BooleanField(
        label=gettext_lazy("已有链接的也换新的"),
        required=False,
        help_text=gettext_lazy("原来的当场作废,打开过的手机要重新扫。平时不用勾。"),
    )


@require_http_methods(["GET", "POST"])
def print_links(request: HttpRequest) -> HttpResponse:
    """Choose a place; the worker gives the links and makes the PDF."""
    access = access_of(request)
    access.require_any("observation.manage")
    paths = access.paths("observation.manage")
    label = request.POST.get("label") or request.GET.get("place", "")
    places = place_choices(access, "observation.manage", CHOSEN)
    places = with_place_asked(access, "observation.manage", places, label)
    form = LinksForm(
        request.POST or None,
        places=places,
        initial={"label": label, "call": last_number(paths[0]) if paths else ""},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            job = ask_links(
                access=access,
                label=data["label"],
                call=data["call"],
                renew=data["renew"],
                address=request.build_absolute_uri(reverse("resident:home", args=[TOKEN])),
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("jobs:job", job.pk)
    context = {
        "form": form,
        "homes": homes_to_link(access, places[0][0]) if places else None,
        "where": places[0][1] if places else "",
        "jobs": own_jobs(access, KIND),
    }
    status = 422 if form.errors else 200
    return render(request, "observation/print_links.html", context, status=status)
