"""Plan the rounds: what waits, who goes, and the ways that are suggested; corrected by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.errands import routing
from wanli.domains.errands.operations.plan_routes import KIND as ROUTES
from wanli.domains.errands.operations.plan_routes import (
    Wanted,
    ask_routes,
    found_by,
    wanted_of,
    where,
)
from wanli.domains.errands.operations.route_rounds import make_rounds
from wanli.domains.errands.planned import errands_at
from wanli.domains.errands.solver.problem import LeftOver
from wanli.domains.jobs.access import job_for
from wanli.domains.jobs.queries import own_jobs
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.queries import names, standing_below
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.errands.routes_forms import CrewForm, crew_of, form_of, order_of, usual_times
from wanli.web.errors import sentence
from wanli.web.narrowing import where_asked
from wanli.web.request import access_of

STARTS = ("gate", "compound", "park", "tower")


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, by where it is got, and who could go."""
    access = access_of(request)
    place, paths = where_asked(request, access, "errand.manage")
    groups = routing.groups(paths)
    starts = _starts(paths)
    context = {
        "place": place,
        "jobs": [one for one in own_jobs(access, ROUTES) if one.is_open or one.state == "done"],
        "groups": [(one, _form(starts, initial=_usual(one, paths))) for one in groups],
    }
    return render(request, "routes/waiting.html", context)


def _usual(group: routing.Group, paths: tuple[str, ...]) -> dict[str, Any]:
    kilos = errands_at(paths[0]).kilos
    return {"how": group.how, "shop": group.shop, "kilos": kilos, **usual_times()}


def _starts(paths: tuple[str, ...]) -> list[tuple[str, str]]:
    found: list[Place] = [one for path in paths for one in standing_below(path, STARTS)]
    addresses = names(one.path for one in found)
    return [(one.path, addresses.get(one.path, one.name)) for one in found]


def _form(starts: list[tuple[str, str]], **more: Any) -> CrewForm:
    return CrewForm(starts=starts, auto_id=f"crew{uuid7().hex[-6:]}_%s", **more)


@require_POST
def planned(request: HttpRequest) -> HttpResponse:
    """The suggested ways; the same again as somebody corrected them; or rounds made of them."""
    access = access_of(request)
    place, paths = where_asked(request, access, "errand.manage")
    form = _form(_starts(paths), data=request.POST)
    if not form.is_valid():
        groups = [
            (one, _form(_starts(paths), initial=_usual(one, paths)))
            for one in routing.groups(paths)
        ]
        said = (form.data.get("how", ""), form.data.get("shop", ""))
        groups = [(one, form if (one.how, one.shop) == said else other) for one, other in groups]
        context = {"place": place, "groups": groups, "wrong": form}
        return render(request, "routes/waiting.html", context, status=422)
    wish = request.POST.get("do", "")
    order = order_of(request.POST.dict()) if wish in ("again", "make") else None
    wrong = ""
    if wish == "longer" or (not wish and _many(paths, form)):
        label = place.label if place else ""
        chosen = form.cleaned_data
        wanted = Wanted(label, chosen["how"], chosen["shop"], crew_of(form))
        job = ask_routes(access=access, wanted=wanted)
        return redirect("jobs:job", job.pk)
    if wish == "make" and order is not None:
        try:
            return _made(request, access, order)
        except Refused as refused:
            wrong = sentence(refused)
    return _suggested(request, paths, place, form, order, wrong)


def _many(paths: tuple[str, ...], form: CrewForm) -> bool:
    """Whether it takes longer to plan them well than a page may take."""
    said = form.cleaned_data
    rows = routing.waiting(paths).filter(how=said["how"], shop=said["shop"])
    return rows.count() > routing.MOST_ON_SCREEN


@require_GET
def found(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What the worker found, to be looked at, corrected, and made."""
    access = access_of(request)
    job = job_for(access, job_id, own=True)
    ways = found_by(job)
    if ways is None:
        return redirect("routes:waiting")
    wanted = wanted_of(job.asked)
    paths = where(access, wanted.label)
    place = place_for(access, wanted.label, "errand.manage") if wanted.label else None
    form = _form(_starts(paths), data=form_of(wanted))
    if not form.is_valid():
        return redirect("routes:waiting")
    return _suggested(request, paths, place, form, ways.order, "", left=ways.left)


def _made(request: HttpRequest, access: Access, order: dict[int, list[UUID]]) -> HttpResponse:
    keys = request.POST.getlist("round")
    try:
        ids = [UUID(key) for key in keys]
    except ValueError:
        raise Refused(_("这一页太旧了,请刷新后再排。")) from None
    if len(ids) < max(order, default=0):
        raise Refused(_("这一页太旧了,请刷新后再排。"))
    made = make_rounds(access=access, routes=[(ids[n - 1], keys) for n, keys in order.items()])
    said = ngettext("排好了 {n} 趟,等人接。", "排好了 {n} 趟,等人接。", len(made))
    messages.success(request, said.format(n=len(made)))
    return redirect(reverse("routes:waiting"))


def _suggested(
    request: HttpRequest,
    paths: tuple[str, ...],
    place: Place | None,
    form: CrewForm,
    order: dict[int, list[UUID]] | None,
    wrong: str,
    left: Iterable[LeftOver] = (),
) -> HttpResponse:
    said = form.cleaned_data
    found = routing.suggest(
        paths, how=said["how"], shop=said["shop"], crew=crew_of(form), order=order, left=left
    )
    spare = [
        (one, sentence(Refused(one.why, **{k: str(v) for k, v in one.params.items()})))
        for one in found.left
    ]
    context = {
        "place": place,
        "form": form,
        "ways": found.ways,
        "left": spare,
        "runners": range(1, said["runners"] + 1),
        "rounds": [uuid7() for _n in range(said["runners"])],
        "wrong": wrong,
        "query": urlencode({"place": place.label}) if place else "",
    }
    return render(request, "routes/plan.html", context, status=422 if wrong else 200)
