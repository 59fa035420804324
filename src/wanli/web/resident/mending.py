"""Correct what was typed today."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wanli.domains.observation.choices import MOODS
from wanli.domains.observation.homes import members, own_check
from wanli.domains.observation.operations.correct_today import correct_today, correctable
from wanli.domains.observation.operations.record_check import Doubt
from wanli.domains.observation.queries import Point
from wanli.domains.observation.visits import Visit
from wanli.domains.plans.queries import plan_on
from wanli.kernel.errors import Refused
from wanli.web.errors import add_refusal
from wanli.web.resident.doors import for_opened
from wanli.web.resident.forms import MendForm
from wanli.web.resident.views import said_in


@require_http_methods(["GET", "POST"])
@for_opened
def page(request: HttpRequest, visit: Visit, check_id: UUID) -> HttpResponse:
    """The same form, filled with what she said."""
    case, point = own_check(visit.access, visit.cases, check_id)
    member = next(one for one in members(visit.cases) if one.case.pk == case.pk)
    plan = plan_on(case.path, point.check.day).plan
    sent = request.POST if request.method == "POST" else None
    form = MendForm(sent, plan=plan, member=member, initial=_as_typed(point))
    if request.method == "POST" and form.is_valid():
        try:
            correct_today(access=visit.access, check_id=check_id, said=said_in(form))
        except Refused as refused:
            add_refusal(form, refused)
            form.guess = str(refused.meant or "") if isinstance(refused, Doubt) else ""
        else:
            return redirect("resident:home", visit.token)
    context = {
        "visit": visit,
        "member": member,
        "form": form,
        "moods": MOODS,
        "point": point,
        "possible": correctable(point.check),
        "alone": True,
        "mending": True,
    }
    return render(request, "resident/mend.html", context, status=422 if form.errors else 200)


def _as_typed(point: Point) -> dict[str, object]:
    said = point.reading
    return {
        "celsius": "" if said.celsius is None else str(said.celsius),
        "symptoms": list(said.symptoms),
        "mood": said.mood,
        "wants": said.wants,
        "note": said.note,
    }
