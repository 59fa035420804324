"""The entrance and the one page of a home."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.observation.choices import MOODS
from wanli.domains.observation.homes import Member, committee_of, members
from wanli.domains.observation.operations.open_link import open_link
from wanli.domains.observation.operations.record_check import Doubt, Said, Told, record_check
from wanli.domains.observation.visits import Visit
from wanli.domains.observation.wording import explained
from wanli.domains.plans.language import said as in_words
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.domains.sensors.own import has_sensor
from wanli.kernel.errors import Refused
from wanli.web.errors import add_refusal, sentence
from wanli.web.resident.doors import COOKIE, FOR, by_link, for_opened
from wanli.web.resident.forms import OwnForm


@require_GET
@by_link
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is to be reported and what was; before that, the entrance; after the end, its end."""
    if visit.over:
        return over(request, visit)
    if not visit.open:
        return entrance(request, visit)
    return home_page(request, visit)


def over(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Nothing to report any more; for some days the certificates, where the phone was let in."""
    certified = set(visit.certified) if visit.open else set()
    context = {
        "visit": visit,
        "certified": [one for one in members(visit.cases) if one.case in certified],
        "asks": bool(visit.certified) and not visit.open and not visit.link.locked_at,
    }
    return render(request, "resident/over.html", context)


def entrance(request: HttpRequest, visit: Visit, error: str = "") -> HttpResponse:
    """A birth date or six digits; not a word on whose."""
    context = {"visit": visit, "locked": bool(visit.link.locked_at), "error": error}
    return render(request, "resident/entrance.html", context, status=422 if error else 200)


@sensitive_post_parameters("code")
@require_POST
@by_link
def knock(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let this phone in, for as long as the link lasts."""
    if visit.over and not visit.certified:
        return redirect("resident:home", visit.token)
    device = request.COOKIES.get(COOKIE, "") or secrets.token_urlsafe(24)
    try:
        open_link(token=visit.token, said=request.POST.get("code", ""), device=device)
    except Refused as refused:
        return entrance(request, visit, sentence(refused))
    response = redirect("resident:home", visit.token)
    response.set_cookie(
        COOKIE,
        device,
        max_age=FOR,
        path=reverse("resident:home", args=[visit.token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_http_methods(["GET", "POST"])
@for_opened
def report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everybody of the home of whom something was typed; who is left empty is not reported."""
    if request.method == "GET":
        return redirect("resident:home", visit.token)
    plan = plan_in_force(visit.link.path).plan
    forms = [OwnForm(request.POST, plan=plan, member=one) for one in _observed(visit)]
    typed = [form for form in forms if not form.is_blank()]
    if not typed:
        return home_page(request, visit, forms=forms, error=_("还没有填体温。请填好再报。"))
    for form in typed:
        _record(visit, form)
    if any(form.errors for form in typed):
        return home_page(request, visit, forms=[form for form in forms if form.errors])
    return redirect("resident:home", visit.token)


def _observed(visit: Visit) -> list[Member]:
    return [one for one in members(visit.cases) if one.standing]


def _record(visit: Visit, form: OwnForm) -> None:
    """What somebody at the committee has recorded meanwhile stays; this is then one more."""
    if not form.is_valid():
        return
    given: dict[str, Any] = {
        "access": visit.access,
        "case_id": form.member.case.pk,
        "said": said_in(form),
        "entry": form.cleaned_data["entry"],
    }
    try:
        try:
            record_check(slot=form.slot_now(), **given)
        except Told:
            record_check(**given)
    except Refused as refused:
        add_refusal(form, refused)
        form.guess = str(refused.meant or "") if isinstance(refused, Doubt) else ""


def said_in(form: OwnForm) -> Said:
    """What was typed, as her own report."""
    data = form.cleaned_data
    return Said(
        celsius=data["celsius"],
        symptoms=data["symptoms"],
        mood=data["mood"],
        wants=data["wants"],
        note=data["note"],
        channel="link",
        at=form.moment(),
    )


def home_page(
    request: HttpRequest,
    visit: Visit,
    *,
    forms: list[OwnForm] | None = None,
    error: str = "",
) -> HttpResponse:
    """The page of a home, with what could not be recorded and why."""
    plan = plan_in_force(visit.link.path).plan
    people = members(visit.cases)
    tried = {form.member.number: form for form in forms or ()}
    shown = [(one, tried.get(one.number) or OwnForm(plan=plan, member=one)) for one in people]
    standing = [one for one in people if one.standing]
    context = {
        "visit": visit,
        "people": shown,
        "alone": len(standing) == 1,
        "sentences": list(dict.fromkeys(explained(one.case) for one in standing)),
        "names": slot_names(plan),
        "moods": MOODS,
        "symptoms": {one.key: in_words(one.name) for one in plan.symptoms.symptoms},
        "state": _state(standing),
        "owing": [one for one in standing if one.owed],
        "later": next((one.later for one in standing if one.later), None),
        "unsigned": any(not one.signed for one in standing),
        "committee": committee_of(visit.link.path),
        "door": any(has_sensor(path) for path in {one.case.path for one in standing}),
        "certified": {case.pk for case in visit.certified},
        "again": plan.watch.remeasure_minutes,
        "hospital": _hospital(plan, visit.link.path),
        "failed": bool(tried) or bool(error),
        "error": error,
    }
    status = 422 if tried or error else 200
    return render(request, "resident/home.html", context, status=status)


def _hospital(plan: Plan, path: str) -> str:
    """Where one would be brought to."""
    found = plan.hospitals.serving(committee_of(path))
    return in_words(found.name) if found else ""


def _state(people: list[Member]) -> str:
    """What the band at the head says: an alarm before what is owed before calm."""
    if any(one.alarm for one in people):
        return "alarm"
    if all(one.case.state == "suspended" for one in people):
        return "paused"
    return "owed" if any(one.owed for one in people) else "done"


def slot_names(plan: Plan) -> dict[str, str]:
    """What the plan calls each check of the day."""
    return {one.key: in_words(one.name) for one in plan.watch.checks}
