"""Plan the rounds: what waits, who goes, and the ways that are suggested; corrected by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.errands import routing
from wanli.domains.errands.operations.route_rounds import make_rounds
from wanli.domains.places.access import Place
from wanli.domains.places.queries import names, standing_below
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.errands.routes_forms import CrewForm, order_of, usual_times
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
        "groups": [(one, _form(starts, initial=_usual(one))) for one in groups],
    }
    return render(request, "routes/waiting.html", context)


def _usual(group: routing.Group) -> dict[str, Any]:
    return {"how": group.how, "shop": group.shop, **usual_times()}


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
            (one, _form(_starts(paths), initial=_usual(one))) for one in routing.groups(paths)
        ]
        said = (form.data.get("how", ""), form.data.get("shop", ""))
        groups = [(one, form if (one.how, one.shop) == said else other) for one, other in groups]
        context = {"place": place, "groups": groups, "wrong": form}
        return render(request, "routes/waiting.html", context, status=422)
    wish = request.POST.get("do", "")
    order = order_of(request.POST.dict()) if wish in ("again", "make") else None
    wrong = ""
    if wish == "make" and order is not None:
        try:
            return _made(request, access, order)
        except Refused as refused:
            wrong = sentence(refused)
    return _suggested(request, paths, place, form, order, wrong)


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
) -> HttpResponse:
    said = form.cleaned_data
    crew = routing.Crew(
        said["start"], said["runners"], form.at("leaves"), form.at("back"), said["homes"]
    )
    found = routing.suggest(paths, how=said["how"], shop=said["shop"], crew=crew, order=order)
    left = [
        (one, sentence(Refused(one.why, **{k: str(v) for k, v in one.params.items()})))
        for one in found.left
    ]
    context = {
        "place": place,
        "form": form,
        "ways": found.ways,
        "left": left,
        "runners": range(1, said["runners"] + 1),
        "rounds": [uuid7() for _n in range(said["runners"])],
        "wrong": wrong,
        "query": request.GET.urlencode(),
    }
    return render(request, "routes/plan.html", context, status=422 if wrong else 200)
