"""Correct a check that was told."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wanli.domains.observation import alarms
from wanli.domains.observation.access import Check
from wanli.domains.observation.choices import MOODS
from wanli.domains.observation.operations.correct_check import correct_check
from wanli.domains.observation.operations.record_check import Doubt, Said
from wanli.domains.observation.operations.withdraw_check import withdraw_check
from wanli.domains.observation.queries import Point, point_of
from wanli.domains.plans.language import said as in_words
from wanli.domains.plans.queries import plan_on
from wanli.kernel.errors import Refused
from wanli.kernel.masking import mask_name
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.forms import CheckForm
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of


class CorrectForm(CheckForm):
    """A check as it should have been, and why."""

    why = forms.CharField(
        label=gettext_lazy("为什么改"),
        max_length=200,
        help_text=gettext_lazy("例如:输错了。原来的数留着,都看得到。"),
        error_messages={"required": gettext_lazy("请写明为什么改,例如“输错了,是 36.8”。")},
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """New values with a reason; the old ones stay on record."""
    access = access_of(request)
    found = alarms.check_for(access, check_id)
    form = CorrectForm(request.POST or None, initial=_initial(point_of(found)))
    doubt = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = Said(data["celsius"], data["symptoms"], data["mood"], data["wants"], data["note"])
        try:
            correct_check(access=access, check_id=check_id, said=said, why=data["why"])
        except Refused as refused:
            add_refusal(form, refused)
            doubt = refused.meant if isinstance(refused, Doubt) else None
        else:
            messages.success(request, _("已改正,原来的数也留着。"))
            return redirect("observation:case", found.case_id)
    return _page(request, found, form, doubt)


def _page(
    request: HttpRequest,
    found: Check,
    form: CorrectForm | None,
    doubt: Decimal | None = None,
    withdrawing: tuple[str, str] = ("", ""),
) -> HttpResponse:
    """``withdrawing``: why it could not be taken back, and what was typed for it."""
    access, point = access_of(request), point_of(found)
    plan = plan_on(found.path, found.day).plan
    form = form or CorrectForm(initial=_initial(point))
    context = {
        "check": found,
        "case": found.case,
        "point": point,
        "name": mask_name(found.case.person.name),
        "crumbs": crumbs_of(access, found.case.place),
        "form": form,
        "symptoms": [(one.key, in_words(one.name), one.red_flag) for one in plan.symptoms.symptoms],
        "moods": MOODS,
        "doubt": doubt,
        "before": alarms.before([found]).get(found.pk, []),
        "may_withdraw": found.channel != "link",
        "withdrawing": withdrawing,
    }
    status = 422 if form.errors or withdrawing[0] else 200
    response = render(request, "observation/correct.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def withdraw(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """It belongs to somebody else, or to another row: as if it had not been recorded, but that it
    was stays known."""
    access = access_of(request)
    found = alarms.check_for(access, check_id)
    try:
        withdraw_check(access=access, check_id=check_id, why=request.POST.get("why", ""))
    except Refused as refused:
        typed = request.POST.get("why", "")[:200]
        return _page(request, found, None, withdrawing=(sentence(refused), typed))
    messages.success(request, _("取回了。原来记的和原因都留着。"))
    return redirect("observation:case", found.case_id)


def _initial(point: Point) -> dict[str, object]:
    reading = point.reading
    return {
        "celsius": "" if reading.celsius is None else str(reading.celsius),
        "symptoms": list(reading.symptoms),
        "mood": reading.mood,
        "wants": reading.wants,
        "note": reading.note,
    }
