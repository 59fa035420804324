"""Whom lists ask about at one's own places: say who it is, call, put down what was said."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.checklists import queries
from wanli.domains.checklists.access import ANSWER, match_for
from wanli.domains.checklists.operations.tell import say_who, tell, tried
from wanli.domains.people.operations.open_fields import Clear, open_fields
from wanli.domains.people.queries import record_of
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.web.desk.checklists.words import WHY, name_of
from wanli.web.errors import sentence
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50
WAITING = ("offered", "asking")


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What is due first, first: whom to recognise, whom to call. With a place: all whom a figure
    of it counts, and nobody else."""
    access = access_of(request)
    access.require_any(ANSWER)
    if "place" in request.GET:
        return _behind_figure(request, access)
    paths = access.paths(ANSWER)
    context = {
        "offered": _lines(queries.asked_at(paths, "offered")),
        "asking": _lines(queries.asked_at(paths, "asking")),
        "owed": queries.owed(paths),
    }
    response = render(request, "checklists/calls.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _behind_figure(request: HttpRequest, access: Access) -> HttpResponse:
    place, paths = where_asked(request, access, ANSWER)
    which = "late" if request.GET.get("which") == "late" else "open"
    found = behind_increment(request, queries.matches(paths, which), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"place": place, "which": which, "page": page, "lines": queries.asked_lines(page)}
    response = render(request, "checklists/asked.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _lines(asked: list[queries.Asked]) -> list[tuple[queries.Asked, str, list[str]]]:
    return [
        (one, str(WHY.get(one.match.why, "")), [name_of(q.heading, q.fact) for q in one.questions])
        for one in asked
    ]


@require_POST
def who(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """Whether it is she. Where something is to be asked of her, the page to do so follows."""
    access = access_of(request)
    said = request.POST.get("hers", "")
    match_for(access, match_id)
    if said not in ("yes", "no"):
        raise Refused(_("请点“是”或“不是”。"))
    match = say_who(access=access, match_id=match_id, hers=said == "yes")
    if match.state == "asking":
        return redirect("checklists:call", match.pk)
    messages.success(request, _("记下了。"))
    return redirect("checklists:calls")


@require_GET
def one(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """Whom to call and what to ask; with ``?call`` her numbers."""
    return _page(request, match_id)


@require_POST
def told(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """What she said; that nobody answered; that she does not live here."""
    access = access_of(request)
    match = match_for(access, match_id)
    outcome = request.POST.get("outcome", "")
    if outcome == "nobody":
        tried(access=access, match_id=match.pk)
        messages.success(request, _("记下了,过一会儿再打。"))
        return redirect("checklists:calls")
    said = {key[2:]: str(value) for key, value in request.POST.items() if key[:2] == "q-"}
    try:
        tell(access=access, match_id=match.pk, told=said, gone=outcome == "gone")
    except Refused as refused:
        return _page(request, match_id, refused, said)
    messages.success(request, _("答好了,已填进名单。"))
    return redirect("checklists:calls")


def _page(
    request: HttpRequest,
    match_id: UUID,
    refused: Refused | None = None,
    said: dict[str, str] | None = None,
) -> HttpResponse:
    access = access_of(request)
    match = match_for(access, match_id)
    asked = queries.asked_of(match)
    context = {
        "asked": asked,
        "why": WHY.get(match.why, ""),
        "questions": [
            (
                one,
                name_of(one.heading, one.fact),
                (said or {}).get(one.key, ""),
                bool(refused and refused.field == one.key),
            )
            for one in asked.questions
        ],
        "remark": (said or {}).get("remark", ""),
        "error": sentence(refused) if refused else "",
        "error_shown": bool(refused and refused.field in {q.key for q in asked.questions}),
        "waits": match.state in WAITING,
        "numbers": _numbers(access, asked) if "call" in request.GET else None,
    }
    status = 422 if refused else 200
    response = render(request, "checklists/call.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _numbers(access: Access, asked: queries.Asked) -> Clear | None:
    reason = _("答{who}的名单").format(who=asked.sender)
    try:
        person_id = record_of(asked.match.person_id)
        return open_fields(access=access, person_id=person_id, reason=reason)
    except Hidden:
        return None
