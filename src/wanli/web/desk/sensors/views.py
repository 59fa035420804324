"""Sensors of a committee: which hang where, whether they live, hanging and taking down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.observation.doorstep import standing_at
from wanli.domains.people.queries import at_home
from wanli.domains.places.access import Place
from wanli.domains.places.queries import names
from wanli.domains.sensors import queries
from wanli.domains.sensors.access import MANAGE, Sensor, home_for, sensor_for
from wanli.domains.sensors.operations.hang import Hung, hang, replace_secret, take_down
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.sensors.forms import HangForm
from wanli.web.errors import add_refusal
from wanli.web.narrowing import where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


@require_GET
def hanging(request: HttpRequest) -> HttpResponse:
    """All that hang in one's places; those that are silent are marked."""
    access = access_of(request)
    place, paths = where_asked(request, access, MANAGE)
    page = LongPaginator(queries.sensors(paths), PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "page": page,
        "lines": queries.sensor_lines(page),
        "counts": queries.counts(paths),
        "plan": queries.used_at(paths[0]),
    }
    return render(request, "sensors/list.html", context)


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, label: str) -> HttpResponse:
    """The sensor of one home: hang one, or see how it lives."""
    access = access_of(request)
    place = home_for(access, label)
    form = HangForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hung = hang(access=access, label=label, mark=form.cleaned_data["mark"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return _told_once(request, hung)
    context = _about(access, place) | {"form": form}
    return render(request, "sensors/home.html", context, status=422 if form.errors else 200)


def _about(access: Access, place: Place) -> dict[str, Any]:
    sensor = queries.sensor_of(place.path)
    line = queries.sensor_lines([sensor])[0] if sensor else None
    observed = standing_at([place.path]).get(place.path, 0)
    return {
        "place": place,
        "address": names([place.path]).get(place.path, place.name),
        "crumbs": crumbs_of(access, place),
        "plan": queries.used_at(place.path),
        "sensor": sensor,
        "line": line,
        "heard": queries.heard_lately(place.path),
        "observed": observed,
        "others": max(0, len(at_home(place)) - observed),
        "questions": queries.question_lines(
            [*queries.questions([place.path]), *queries.questions([place.path], "answered")[:10]]
        ),
    }


@require_POST
def replace(request: HttpRequest, sensor_id: UUID) -> HttpResponse:
    """Another secret, shown this once."""
    return _told_once(request, replace_secret(access=access_of(request), sensor_id=sensor_id))


@require_POST
def down(request: HttpRequest, sensor_id: UUID) -> HttpResponse:
    """Nothing that it says is taken any more."""
    access = access_of(request)
    place = sensor_for(access, sensor_id).place
    take_down(access=access, sensor_id=sensor_id)
    messages.success(request, _("门磁拆下了,密钥作废,它再发什么都不收。"))
    return redirect("sensors:home", place.label)


def _told_once(request: HttpRequest, hung: Hung) -> HttpResponse:
    sensor: Sensor = hung.sensor
    context = {
        "sensor": sensor,
        "where": names([sensor.path]).get(sensor.path, ""),
        "secret": hung.secret,
        "url": request.build_absolute_uri(reverse("hooks:doors")),
    }
    response = render(request, "sensors/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response
