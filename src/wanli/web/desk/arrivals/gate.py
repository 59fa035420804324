"""Codes and colours of today, for whoever minds a gate."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.arrivals.gates import boards
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.arrivals.operations.see_code import see_code
from wanli.web.arrival.mine import NAMES
from wanli.web.request import access_of


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The colour of the day, and the codes that are good."""
    access = access_of(request)
    access.require_any("gate.pass")
    said = "".join(c for c in request.GET.get("code", "").upper() if c.isalnum())[:4]
    found = [
        (
            board,
            NAMES[board.colour],
            [one for one in board.codes if said in one.code],
            reverse("arrival:form", args=[way_to(board.compound.label)]) + "?help=1",
        )
        for board in boards(access.paths("gate.pass"))
    ]
    return render(request, "arrivals/gate.html", {"boards": found, "said": said})


@require_POST
def seen(request: HttpRequest, code_id: UUID) -> HttpResponse:
    """They came through."""
    see_code(access=access_of(request), code_id=code_id)
    return redirect("arrivals:gate")
