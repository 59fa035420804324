"""Tonight: what is missing, by committee, with one tap to call or to remind."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.accounts.access import post_for
from wanli.domains.notices.operations.nudge import nudge, open_number
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.web.desk.tonight.gaps import areas, lacking
from wanli.web.errors import sentence
from wanli.web.request import access_of

SEND = "notice.send"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What my places lack tonight, the most urgent first."""
    access = access_of(request)
    access.require_any(SEND)
    places = areas(access.paths(SEND))
    rows = lacking(places)
    context = {
        "now": clock.local(clock.now()),
        "rows": [(row, [(post, uuid7()) for post in row.people]) for row in rows],
        "in_order": len(places) - len(rows),
        "places": len(places),
    }
    return render(request, "tonight/page.html", context)


@require_POST
def call(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Open the number of somebody on duty, with the reason that the button carries."""
    access = access_of(request)
    number = open_number(access=access, post_id=post_id, reason=request.POST.get("reason", ""))
    post = post_for(access, post_id, SEND)
    context = {"post": post, "number": number, "reason": request.POST.get("reason", "")}
    response = render(request, "tonight/call.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def remind(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Put a reminder on somebody's Today, and send it where her group has a channel."""
    access = access_of(request)
    post = post_for(access, post_id, SEND)
    try:
        message_id = UUID(request.POST.get("entry", ""))
    except ValueError:
        message_id = uuid7()
    try:
        sent = nudge(
            access=access,
            post_id=post.pk,
            said=request.POST.get("said", ""),
            message_id=message_id,
        )
    except Refused as refused:
        messages.error(request, sentence(refused))
        return redirect("tonight:page")
    said = (
        _("提醒了{who}:列在今日,也发往通道。")
        if sent.channel_id
        else _("提醒了{who}:列在今日。这里没有通道,急的话请打电话。")
    )
    messages.success(request, said.format(who=post.user.name))
    return redirect("tonight:page")
