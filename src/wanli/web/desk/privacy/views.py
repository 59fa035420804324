"""What is deleted when, and what was, for the privacy officer; and the end of the response."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.places.access import place_for
from wanli.domains.plans.language import said
from wanli.domains.plans.personal import start_name
from wanli.domains.plans.rules.content import Retention
from wanli.domains.privacy.operations.response import end_response, resume_response
from wanli.domains.privacy.queries import deletions, response_end
from wanli.domains.privacy.schedule import due
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.scope import EVERYTHING
from wanli.web.desk.privacy.forms import EndForm
from wanli.web.errors import add_refusal
from wanli.web.export import as_file, ending_asked_for
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of

PAGE = 50


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """When what is due, and everything that was deleted. Numbers only, counted for the system."""
    access = access_of(request)
    access.require_any("audit.view")
    paths = access.paths("audit.view")
    gone = deletions(paths)
    if ending := ending_asked_for(request):
        return _file(ending, [_told(line) for line in gone])
    listed = LongPaginator(gone, PAGE).get_page(request.GET.get("page"))
    with acting(EVERYTHING):
        coming = [(one, said(one.rule.name), start_name(one.rule)) for one in due(paths)]
    context = {
        "coming": coming,
        "page": listed,
        "rows": [_told(line) for line in listed],
        "ended": response_end(paths[0]),
    }
    return render(request, "privacy/page.html", context)


def _told(line: dict[str, Any]) -> dict[str, Any]:
    """A line of deletions, its rule in the reader's language."""
    kept = {name: line["rule"][name] for name in Retention.model_fields}
    rule = Retention.model_validate(kept)
    return line | {
        "name": said(rule.name),
        "days": rule.days,
        "starts": start_name(rule),
        "basis": said(rule.basis),
    }


def _file(ending: str, rows: list[dict[str, Any]]) -> HttpResponse:
    headings = (
        _("日期"), _("什么"), _("几条"), _("保存多少天"), _("从哪天算起"), _("依据"),
        _("起算日早于"),
    )  # fmt: skip
    cells = (
        [one["day"], one["name"], one["n"], one["days"], one["starts"], one["basis"], one["before"]]
        for one in rows
    )
    return as_file(ending, "deletions", headings, cells)


@require_http_methods(["GET", "POST"])
def response(request: HttpRequest, label: str) -> HttpResponse:
    """Say that the response of a place is over."""
    access = access_of(request)
    place = place_for(access, label, "plan.adopt")
    form = EndForm(request.POST or None, initial={"ended_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_response(access=access, label=label, ended_on=form.cleaned_data["ended_on"])
            return redirect("privacy:response", label)
        except Refused as refused:
            add_refusal(form, refused)
    with acting(EVERYTHING):
        waiting = [
            (one, said(one.rule.name))
            for one in due([place.path])
            if one.rule.starts == "response_ended"
        ]
    context = {
        "place": place, "form": form, "waiting": waiting, "ended": response_end(place.path),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/response.html", context, status=status)


@require_POST
def resume(request: HttpRequest, label: str) -> HttpResponse:
    """Take that back, or respond again."""
    resume_response(access=access_of(request), label=label)
    return redirect("privacy:response", label)
