"""Put people of one home under observation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wanli.domains.observation import queries
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.people.access import home_for
from wanli.domains.people.queries import at_home
from wanli.domains.places.queries import names
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.wording import aged
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.forms import OpenForm
from wanli.web.errors import add_refusal
from wanli.web.request import access_of


@require_http_methods(["GET", "POST"])
def open_home(request: HttpRequest, label: str) -> HttpResponse:
    """Choose who of a home is observed, why, and how long; each gets a case of her own."""
    access = access_of(request)
    place, _home = home_for(access, label, "observation.manage")
    observed = queries.at_home_now(place)
    people = [line for line in at_home(place) if line.id not in observed]
    form = OpenForm(
        request.POST or None,
        people=[(str(line.id), _named(line.name, line.age)) for line in people],
        plan=plan_in_force(place.path).plan,
        initial={"people": request.GET.getlist("person") or [str(line.id) for line in people]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            opened = _open_all(access, form)
        except Refused as refused:
            add_refusal(form, refused, {"person": "people"})
        else:
            n = len(opened)
            done = ngettext("{n} 人开始居家观察。", "{n} 人开始居家观察。", n).format(n=n)
            messages.success(request, done)
            return redirect(reverse("observation:check", args=[opened[0]]) + "?start")
    context = {
        "place": place,
        "address": names([place.path]).get(place.path, place.name),
        "crumbs": crumbs_of(access, place),
        "form": form,
        "people": people,
        "observed": len(observed),
    }
    return render(request, "observation/open.html", context, status=422 if form.errors else 200)


def _open_all(access: Access, form: OpenForm) -> list[UUID]:
    """All of them or nobody."""
    said = form.cleaned_data
    opening = Opening(
        reason=said["reason"],
        term=said["term"],
        since=said["since"],
        apart=said["apart"],
        needs=said["needs"],
        note=said["note"],
    )
    with transaction.atomic():
        return [
            open_case(access=access, person_id=UUID(one), opening=opening).pk
            for one in said["people"]
        ]


def _named(name: str, age: int | None) -> str:
    return f"{name} · {aged(age)}" if age is not None else name
