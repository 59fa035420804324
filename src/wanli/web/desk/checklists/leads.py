"""Leads: put one down in three fields, look into it, say what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.checklists import queries
from wanli.domains.checklists.access import CLEAR, REPORT, lead_for
from wanli.domains.checklists.operations.leads import (
    Heard,
    clear_lead,
    report_lead,
    take_up_lead,
)
from wanli.domains.places.queries import path_of_kind
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.choices import place_choices
from wanli.web.errors import add_refusal
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50
WRONG_CHOICE = gettext_lazy("请从列出的里面选。")
PLAIN = {"autocomplete": "off"}


class LeadForm(forms.Form):
    """What, where, how it is known."""

    entry = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid7)
    what = forms.CharField(
        label=gettext_lazy("是什么事"),
        max_length=300,
        help_text=gettext_lazy("比如:昨晚有一家人拖着行李进来。"),
        widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": gettext_lazy("请写几个字:是什么事。")},
    )
    label = forms.ChoiceField(
        label=gettext_lazy("在哪里"), error_messages={"invalid_choice": WRONG_CHOICE}
    )
    where = forms.CharField(
        label=gettext_lazy("具体哪里(可以不写)"), required=False, max_length=100,
        widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("怎么知道的"),
        choices=queries.HOW,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请点一下怎么知道的。"), "invalid_choice": WRONG_CHOICE,
        },
    )  # fmt: skip

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].choices = places  # type: ignore[attr-defined]
        if len(places) == 1:
            self.fields["label"].initial = places[0][0]
            self.fields["label"].widget = forms.HiddenInput()
            self.fields["where"].label = gettext_lazy("在哪里(可以不写)")


class ClearForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("查下来怎样"),
        choices=queries.OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("请点一个结果。"),
            "invalid_choice": gettext_lazy("请点一个结果。"),
        },
    )
    since = forms.CharField(
        label=gettext_lazy("哪天起住在这里(可以不写)"), required=False, max_length=20,
        widget=forms.TextInput(attrs={**PLAIN, "placeholder": "2020-02-14"}),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("记一句(可以不写)"), required=False, max_length=300,
        widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """A form for the next one; for those who clear them, what is open and what was."""
    access = access_of(request)
    access.require_any(REPORT)
    form = LeadForm(
        request.POST or None, places=place_choices(access, REPORT, ("compound", "building"))
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        heard = Heard(data["what"], data["where"], data["how"])
        try:
            report_lead(
                access=access, label=data["label"], lead_id=data["entry"] or uuid7(), heard=heard
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("记下了,居委会的“今日”里看得到。"))
            return redirect("checklists:leads")
    context = {"form": form, "clears": access.has(CLEAR), **_open(request, access)}
    response = render(request, "checklists/leads.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _open(request: HttpRequest, access: Access) -> dict[str, Any]:
    if not access.has(CLEAR):
        where_asked(request, access, REPORT)
        return {}
    place, paths = where_asked(request, access, CLEAR)
    which = request.GET.get("which", "open")
    which = which if which in ("open", "waiting", "late", "cleared") else "open"
    found = behind_increment(request, queries.leads(paths, which), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    n, late, _first = queries.leads_owed(paths)
    tabs = [("open", _("要查的"), n), ("late", _("逾期"), late), ("cleared", _("查清了"), None)]
    return {
        "place": place, "which": which, "tabs": tabs, "page": page, "lines": queries.heard(page),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """What was heard; what came of it. Who has just come is registered next."""
    access = access_of(request)
    lead = lead_for(access, lead_id)
    form = ClearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            clear_lead(
                access=access, lead_id=lead.pk, outcome=data["outcome"], note=data["note"],
                since=data["since"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("查清了。"))
            return _after(access, data["outcome"], lead.path)
    context = {"heard": queries.heard([lead])[0], "form": form}
    response = render(request, "checklists/lead.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _after(access: Access, outcome: str, path: str) -> HttpResponse:
    compound = path_of_kind(path, "compound") if outcome == "registered" else ""
    if compound and access.can("arrival.verify", compound):
        return redirect("arrivals:open_form", compound.rpartition(".")[2])
    return redirect("checklists:leads")


@require_POST
def again(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """It is to be looked into again."""
    take_up_lead(access=access_of(request), lead_id=lead_id)
    return redirect("checklists:lead", lead_id)
