"""What the committee keeps for those who arrive: posters, group chats, and the hotline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wanli.domains.arrivals.group_chats import chats
from wanli.domains.arrivals.operations.issue_posters import issue_posters, way_to
from wanli.domains.arrivals.operations.keep_group_chat import count_members, keep_group_chat
from wanli.domains.arrivals.papers import waiting_below
from wanli.domains.arrivals.posters import posters_below
from wanli.domains.arrivals.typesetting import posters_as_pdf
from wanli.domains.people.queries import find_people
from wanli.domains.places.access import place_for
from wanli.domains.places.queries import path_of_kind
from wanli.ground.pictures import ACCEPT, redrawn
from wanli.kernel.errors import Refused
from wanli.reading.values import Unreadable, day
from wanli.reading.values import number as number_said
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.arrivals.typing import PrintForm, printed
from wanli.web.errors import add_refusal, sentence
from wanli.web.request import access_of


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """The group chat of each compound, those that run out first."""
    access = access_of(request)
    access.require_any("arrival.manage")
    return _groups(request)


def _groups(request: HttpRequest, wrong: Refused | None = None, label: str = "") -> HttpResponse:
    found = chats(access_of(request).paths("arrival.manage"))
    found.sort(key=lambda one: (one[1] is not None and not one[1].ends_soon, one[0].name))
    context = {
        "chats": found,
        "accept": ACCEPT,
        "wrong": sentence(wrong) if wrong else "",
        "wrong_at": label,
        "typed": request.POST,
    }
    return render(request, "arrivals/groups.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def keep_group(request: HttpRequest, label: str) -> HttpResponse:
    """A new picture, or how many are in by now."""
    access = access_of(request)
    place_for(access, label, "arrival.manage")
    if request.method == "GET":
        return redirect("arrivals:groups")
    try:
        members = number_said(request.POST.get("members", "")) or 0
        if file := request.FILES.get("photo"):
            keep_group_chat(
                access=access, label=label, drawn=redrawn(file.read(), side=900),
                runs_out_on=day(request.POST.get("runs_out_on", "")), members=members,
            )  # fmt: skip
        else:
            count_members(access=access, label=label, members=members)
    except Unreadable as wrong:
        return _groups(request, Refused(wrong.message, field="members", **wrong.params), label)
    except Refused as refused:
        return _groups(request, refused, label)
    messages.success(request, _("存好了,登记完的人看得到。"))
    return redirect("arrivals:groups")


@require_http_methods(["GET", "POST"])
def posters(request: HttpRequest, label: str) -> HttpResponse:
    """One page a gate and a compound."""
    access = access_of(request)
    place = place_for(access, label, "posting.print")
    issue_posters(access=access, label=label)
    found = posters_below(place.path)
    blank = PrintForm(request.POST if "copies" in request.POST else None)
    if request.method == "POST" and found and blank.is_bound:
        if blank.is_valid():
            try:
                return printed(request, label, blank)
            except Refused as refused:
                add_refusal(blank, refused)
    elif request.method == "POST" and found:

        def address(code: str) -> str:
            return request.build_absolute_uri(reverse("arrival:form", args=[code]))

        response = HttpResponse(
            posters_as_pdf(found, address=address), content_type="application/pdf"
        )
        response["Content-Disposition"] = 'inline; filename="registration-posters.pdf"'
        return response
    context: dict[str, Any] = {
        "place": place, "crumbs": crumbs_of(access, place), "found": found, "form": blank,
    }  # fmt: skip
    status = 422 if blank.errors else 200
    return render(request, "arrivals/posters.html", context, status=status)


@require_GET
def hotline(request: HttpRequest) -> HttpResponse:
    """Somebody calls: her number finds the home, and the form opens with it."""
    access = access_of(request)
    access.require_any("arrival.verify")
    said = request.GET.get("number", "")[:40]
    found = find_people(said) if said.strip() else []
    lines = []
    for line in found:
        compound = path_of_kind(line.path, "compound").rpartition(".")[2]
        if compound and access.can("arrival.verify", line.path):
            address = reverse("arrivals:open_form", args=[compound])
            door = line.path.rpartition(".")[2]
            wanted = urlencode([("lane", "hotline"), ("phone", said), ("door", door)])
            lines.append((line, f"{address}?{wanted}"))
    context = {
        "said": said, "lines": lines, "tops": _compounds(request),
        "waits": waiting_below(access.paths("arrival.verify")),
    }  # fmt: skip
    return render(request, "arrivals/hotline.html", context)


def _compounds(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (place.label, place.name)
        for place, _chat in chats(access_of(request).paths("arrival.verify"))
    ]


@require_GET
def open_form(request: HttpRequest, label: str) -> HttpResponse:
    """The form of a compound, for somebody who tells it by telephone or on paper."""
    access = access_of(request)
    place_for(access, label, "arrival.verify")
    asked = [
        (key, request.GET[key][:40]) for key in ("lane", "phone", "door") if key in request.GET
    ]
    address = reverse("arrival:form", args=[way_to(label)])
    return redirect(f"{address}?{urlencode([('help', '1'), *asked])}")
