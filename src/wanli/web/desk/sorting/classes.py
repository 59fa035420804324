"""Who is of which class and why; overruling it; judging everybody again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from wanli.domains.arrivals import verdicts
from wanli.domains.arrivals.moves import lines, observed, waiting
from wanli.domains.arrivals.operations.judge import overrule
from wanli.domains.arrivals.operations.rejudge import KIND, ask_rejudging
from wanli.domains.jobs.queries import open_job
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import places_with_plans, plan_in_force
from wanli.ground.acting import acting
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import EVERYTHING, ROOT
from wanli.web.errors import add_refusal
from wanli.web.export import Personal, as_file, ending_asked_for, may_export
from wanli.web.narrowing import where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


class OverruleForm(forms.Form):
    """Another class, and why."""

    cls = forms.ChoiceField(
        label=gettext_lazy("改为哪一类"),
        error_messages={
            "required": gettext_lazy("请选一类。"),
            "invalid_choice": gettext_lazy("这一类不在现在的预案里,请另选一个。"),
        },
    )
    why = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=200,
        help_text=gettext_lazy("本人看得到。改过以后,规则再变也不跟着变。"),
        error_messages={"required": gettext_lazy("请写明为什么改,本人看得到。")},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cls"].choices = choices  # type: ignore[attr-defined]


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """Those of a class below one's posts, or of all; how many of each."""
    access = access_of(request)
    place, paths = where_asked(request, access, "arrival.view")
    counted = verdicts.counted(paths)
    key = request.GET.get("class", "")
    chosen = key if key in {one.key for one in counted} else ""
    rows = verdicts.of_class(paths, chosen)
    if ending := ending_asked_for(request):
        headings = (_("姓名"), _("地点"), _("到达"), _("类别"), _("依据"))
        personal = Personal(access, paths, filters=[chosen])
        return as_file(ending, "classes", headings, _cells(list(rows)), personal)
    page = LongPaginator(rows, PAGE).get_page(request.GET.get("page"))
    places = names({one.path for one in page})
    context = {
        "counted": counted,
        "chosen": chosen,
        "page": page,
        "rows": [(one, mask_name(one.returnee.name), places.get(one.path, "")) for one in page],
        "may_export": may_export(access, paths),
        "may_adopt": access.has("plan.adopt"),
        "place": place,
    }
    return render(request, "sorting/classes.html", context)


def _cells(rows: list[verdicts.Verdict]) -> list[list[object]]:
    places = names({one.path for one in rows})
    return [
        [
            mask_name(one.returnee.name), places.get(one.path, ""), one.arrival.arrives_on,
            verdicts.class_name(one), verdicts.explained(one),
        ]
        for one in rows
    ]  # fmt: skip


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Who would move by the plan and the list in force; have it applied."""
    access = access_of(request)
    places = [one for one in places_with_plans(access) if access.can("plan.adopt", one.path)]
    if not places:
        raise Hidden
    place = places[0]
    if request.method == "POST":
        job = ask_rejudging(access=access, label=place.label)
        return redirect("jobs:job", job.pk)
    plan = plan_in_force(place.path).plan
    with acting(EVERYTHING):
        found = waiting(place.path)
    context = {
        "place": place,
        "found": found,
        "lines": list(lines(found, plan, plan)),
        "effects": [str(one.message).format(**one.params) for one in observed(found)],
        "job": open_job(KIND, place.pk),
    }
    return render(request, "sorting/again.html", context)


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, returnee_id: UUID) -> HttpResponse:
    """Why somebody is of her class, what it asks, how it came about; another class instead."""
    access = access_of(request)
    returnee = verdicts.returnee_for(access, returnee_id)
    plan = plan_in_force(returnee.path or ROOT).plan
    may = access.can("arrival.decide", returnee.path)
    choices = [(one.key, said(one.name)) for one in plan.classes]
    form = OverruleForm(request.POST or None, choices=choices)
    if request.method == "POST":
        access.require("arrival.decide", returnee.path)
        if form.is_valid():
            try:
                overrule(access=access, returnee_id=returnee_id, **form.cleaned_data)
            except Refused as refused:
                add_refusal(form, refused)
            else:
                messages.success(request, _("改好了。"))
                return redirect("sorting:person", returnee_id)
    past = list(verdicts.history(returnee_id))
    context = {
        "returnee": returnee,
        "name": mask_name(returnee.name),
        "address": names([returnee.path]).get(returnee.path, ""),
        "past": [(one, verdicts.class_name(one), verdicts.explained(one)) for one in past],
        "asked": verdicts.demands(plan, past[0]) if past else [],
        "form": form if may and past else None,
    }
    response = render(request, "sorting/person.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
