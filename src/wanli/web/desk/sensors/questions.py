"""Questions about openings: the list, one question, the calls, the answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.observation.queries import case_lines, standing_at, with_people
from wanli.domains.people.operations.open_fields import Clear
from wanli.domains.places.queries import names
from wanli.domains.sensors import queries
from wanli.domains.sensors.access import MANAGE, DoorQuestion, question_for
from wanli.domains.sensors.operations.ask import answer_question, log_call
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.web.crumbs import crumbs_of
from wanli.web.desk.observation.numbers import numbers_of
from wanli.web.desk.sensors.forms import AnswerForm, CallForm
from wanli.web.errors import add_refusal
from wanli.web.narrowing import behind_increment, where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What is to be asked, and what was."""
    access = access_of(request)
    place, paths = where_asked(request, access, MANAGE)
    which = request.GET.get("which", "open")
    counts = queries.counts(paths)
    which = which if which in counts else "open"
    found = behind_increment(request, queries.questions(paths, which), place)
    page = LongPaginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "which": which,
        "tabs": [
            ("open", _("要问的"), counts["open"]),
            ("answered", _("问清了"), counts["answered"]),
            ("explained", _("后来说得清"), counts["explained"]),
        ],
        "page": page,
        "lines": queries.question_lines(page),
    }
    return render(request, "sensors/questions.html", context)


@require_GET
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """One question: what was heard, who came, what the home says; with ``?call`` its numbers."""
    access = access_of(request)
    return _page(request, access, question_for(access, question_id))


@require_POST
def call(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """That somebody called to ask."""
    access = access_of(request)
    found = question_for(access, question_id)
    form = CallForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            log_call(
                access=access, question_id=found.pk, outcome=data["outcome"], note=data["note"],
                call_id=data["call_id"],
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("记下了。"))
            return redirect("sensors:question", found.pk)
    return _page(request, access, found, calling=form)


@require_POST
def answer(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """What it was; the home sees it too."""
    access = access_of(request)
    found = question_for(access, question_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_question(access=access, question_id=found.pk, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("问清了。住户在自己的页面上看得到。"))
            return redirect("sensors:questions")
    return _page(request, access, found, answering=form)


def _page(
    request: HttpRequest,
    access: Access,
    found: DoorQuestion,
    *,
    calling: CallForm | None = None,
    answering: AnswerForm | None = None,
) -> HttpResponse:
    asked = queries.asked_about(found)
    known = {"answer": found.answer, "note": asked.note}
    shown_call, shown_answer = calling or CallForm(), answering or AnswerForm(initial=known)
    context: dict[str, Any] = {
        "question": found,
        "address": names([found.path]).get(found.path, found.place.name),
        "crumbs": crumbs_of(access, found.place),
        "asked": asked,
        "around": [
            (one, queries.BECAUSE[one.because]) for one in asked.around if one.because != "note"
        ],
        "calling": shown_call,
        "answering": shown_answer,
        "people": case_lines(standing_at(found.place)),
        "numbers": _numbers(access, found) if "call" in request.GET else None,
    }
    status = 422 if calling or answering else 200
    response = render(request, "sensors/question.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _numbers(access: Access, found: DoorQuestion) -> list[Clear]:
    """Of whoever is observed there, opened and logged."""
    reason = _("问一问为什么开门")
    cases = list(standing_at(found.place))
    with_people(cases)
    cleared = (numbers_of(access, case, reason) for case in cases)
    return [one for one in cleared if one]
