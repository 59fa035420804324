"""Who was told what; and what one was reminded of oneself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as said
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wanli.domains.notices import queries
from wanli.domains.notices.operations.nudge import leave_number, mark_seen
from wanli.domains.places.queries import names
from wanli.kernel.errors import Refused
from wanli.web.desk.notices.forms import NumberForm
from wanli.web.desk.notices.wording import STATES, line
from wanli.web.errors import add_refusal
from wanli.web.narrowing import where_asked
from wanli.web.paging import LongPaginator
from wanli.web.request import access_of, user_of_request

PAGE = 100
VIEW = "observation.view"
KINDS = {"subdistrict", "area", "compound", "building", "stairwell"}


@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """Who was told what, when, by which way, and whether it arrived; narrowed as asked."""
    access = access_of(request)
    place, paths = where_asked(request, access, VIEW)
    whom, state = request.GET.get("whom", ""), request.GET.get("state", "")
    whom = whom if whom in dict(queries.WHOM) else ""
    state = state if state in dict(STATES) else ""
    page = LongPaginator(queries.messages(paths, whom=whom, state=state), PAGE).get_page(
        request.GET.get("page")
    )
    listed = list(page)
    where = names((one.path for one in listed), kinds=KINDS - {"subdistrict"})
    context = {
        "place": place,
        "page": page,
        "lines": [line(one, where.get(one.path, "")) for one in listed],
        "whom": whom,
        "state": state,
        "readers": queries.WHOM,
        "states": STATES,
    }
    return render(request, "notices/told.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """What I was reminded of, and the number at which I can be called."""
    access, user = access_of(request), user_of_request(request)
    form = NumberForm(request.POST or None, initial={"phone": queries.own_number(user.pk)})
    if request.method == "POST" and form.is_valid():
        try:
            leave_number(access=access, phone=form.cleaned_data["phone"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            said.success(request, _("号码存好了。"))
            return redirect("notices:mine")
    context = {"form": form, "reminders": queries.reminders(user.pk)}
    response = render(request, "notices/mine.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def seen(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """I have read this reminder."""
    mark_seen(access=access_of(request), message_id=message_id)
    return redirect("notices:mine")
