"""The notice of home observation, read and signed on the screen."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wanli.domains.observation.homes import committee_of, members
from wanli.domains.observation.operations.sign_notice import sign_notice
from wanli.domains.observation.rules.signatures import HEIGHT, WIDTH
from wanli.domains.observation.visits import Visit
from wanli.domains.observation.wording import notice_told
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel.errors import Refused
from wanli.web.errors import sentence
from wanli.web.resident.doors import for_opened


@require_http_methods(["GET", "POST"])
@for_opened
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is asked of the home; one signature for those who have none yet."""
    plan = plan_in_force(visit.link.path).plan
    standing = [one for one in members(visit.cases) if one.standing]
    people = [(one.name, one.case) for one in standing]
    told = notice_told(plan, people, committee_of(visit.link.path), visit.link.call)
    said = told.sentences
    name, error = request.POST.get("name", ""), ""
    if request.method == "POST":
        try:
            sign_notice(
                access=visit.access,
                case_ids=[one.case.pk for one in standing],
                link_id=visit.link.pk,
                notice="\n".join(said),
                name=name,
                drawn=request.POST.get("drawn", ""),
            )
        except Refused as refused:
            error = sentence(refused)
        else:
            return redirect("resident:home", visit.token)
    context = {
        "visit": visit,
        "said": said,
        "unsigned": [one for one in standing if not one.signed],
        "error": error,
        "typed": name,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return render(request, "resident/notice.html", context, status=422 if error else 200)
