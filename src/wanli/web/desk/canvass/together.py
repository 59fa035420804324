"""Several doors at once, where nobody was met."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from wanli.domains.canvass import queries
from wanli.domains.canvass.access import campaign_for
from wanli.domains.canvass.operations.record_alike import MOST, alike, record_alike
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import in_order, names
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.errors import add_refusal
from wanli.web.request import access_of


class TogetherForm(forms.Form):
    """Which doors, and what is the same for all of them."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    doors = forms.TypedMultipleChoiceField(
        coerce=UUID,
        error_messages={
            "required": gettext_lazy("请至少勾一户。"),
            "invalid_choice": gettext_lazy("有一户刚刚有人记过,已从单子里拿掉。请再看一眼。"),
        },
    )
    result = forms.ChoiceField(
        error_messages={
            "required": gettext_lazy("请先点一个结果:空关、没人应门……"),
            "invalid_choice": gettext_lazy("请从列出的结果里点一个。"),
        },
    )

    def __init__(
        self, *args: Any, doors: list[str], results: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = list(results.items())  # type: ignore[attr-defined]
        self.fields["doors"].choices = [(door, door) for door in doors]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Tick the doors that are alike, say what they are, done."""
    access = access_of(request)
    campaign = campaign_for(access, campaign_id, "canvass.record")
    label = request.GET.get("place", "")
    place = place_for(access, label, "canvass.record") if label else None
    paths = (place.path,) if place else access.paths("canvass.record")
    left = in_order(queries.doors(campaign, paths)[:MOST])
    form = TogetherForm(
        request.POST or None,
        doors=[str(door.pk) for door in left],
        results=alike(campaign),
        initial={"batch": uuid7()},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            n = record_alike(
                access=access,
                campaign_id=campaign.pk,
                door_ids=said["doors"],
                result=said["result"],
                batch=said["batch"],
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, ngettext("{n} 户记好了。", "{n} 户记好了。", n).format(n=n))
            query = f"?place={place.label}" if place else ""
            return redirect(reverse("canvass:doors", args=[campaign.pk]) + query)
    context = {
        "campaign": campaign,
        "place": place,
        "form": form,
        "results": list(alike(campaign).items()),
        "ticked": set(form["doors"].value() or ()),
        "stairwells": _stairwells(left),
    }
    status = 422 if form.errors else 200
    return render(request, "canvass/together.html", context, status=status)


def _stairwells(doors: list[Any]) -> list[tuple[str, list[Any]]]:
    """The doors, stairwell by stairwell, under its address."""
    heads = {door.path.rpartition(".")[0] for door in doors}
    addresses = names(heads)
    grouped = groupby(doors, key=lambda door: door.path.rpartition(".")[0])
    return [(addresses.get(path, ""), list(inside)) for path, inside in grouped]
