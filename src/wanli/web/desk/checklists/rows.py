"""What was answered in a row of a list, and mending one of its cells."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wanli.domains.checklists import queries
from wanli.domains.checklists.access import MANAGE, CheckList, Row
from wanli.domains.checklists.operations.correct import correct, open_row
from wanli.kernel.errors import Refused
from wanli.web.desk.checklists.words import name_of
from wanli.web.errors import sentence
from wanli.web.request import access_of


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The answers of a row; one of them is mended (``column``)."""
    access = access_of(request)
    if request.method != "POST":
        return _page(request, row_id)
    try:
        found = correct(
            access=access, row_id=row_id, column=_column(request.POST.get("column", "")),
            said=request.POST.get("said", ""), why=request.POST.get("why", ""),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, row_id, refused)
    _say_so(request, found)
    if access.can(MANAGE, found.path):
        return redirect("checklists:list", found.list_id)
    return redirect("checklists:calls")


def _say_so(request: HttpRequest, found: Row) -> None:
    messages.success(request, _("改好了,原来的记录留着。"))
    if found.list.state == CheckList.State.RETURNED:
        messages.warning(request, _("这份名单已经交回去了:请把改好的表再交一次。"))


def _column(said: str) -> int:
    """The index of a column; one that is none for what is no number."""
    return int(said) if said.isdecimal() else -1


def _page(request: HttpRequest, row_id: UUID, refused: Refused | None = None) -> HttpResponse:
    access = access_of(request)
    found, answers = open_row(access=access, row_id=row_id)
    cells = queries.cells_of(found, answers)
    asked = request.POST.get("column") or request.GET.get("column", "")
    context = {
        "row": found,
        "manages": access.can(MANAGE, found.path),
        "cells": [(one, name_of(one.question.heading, one.question.fact)) for one in cells],
        "chosen": asked or (str(cells[0].question.column) if len(cells) == 1 else ""),
        "said": request.POST.get("said", ""),
        "why": request.POST.get("why", ""),
        "field": refused.field if refused else "",
        "error": sentence(refused) if refused else "",
    }
    response = render(request, "checklists/row.html", context, status=422 if refused else 200)
    response["Cache-Control"] = "no-store"
    return response
