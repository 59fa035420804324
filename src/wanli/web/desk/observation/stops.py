"""Stop what is not reported from climbing today, and let it climb again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wanli.domains.observation.access import case_for
from wanli.domains.observation.operations.stop_climbing import let_climb, stop_climbing
from wanli.kernel.errors import Refused
from wanli.web.desk.observation.views import case_page
from wanli.web.errors import sentence
from wanli.web.request import access_of

MANAGE = "observation.manage"


@require_POST
def stop(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Nobody is told any more today."""
    access = access_of(request)
    found = case_for(access, case_id, MANAGE)
    try:
        check = UUID(request.POST["check"]) if request.POST.get("check") else None
        stop_climbing(
            access=access, case_id=case_id, why=request.POST.get("why", ""), check_id=check
        )
    except ValueError:
        return case_page(request, access, found, error=_("没有这一次测量。请刷新页面再办。"))
    except Refused as refused:
        return case_page(request, access, found, error=sentence(refused))
    messages.success(request, _("今天不再往上报。"))
    return redirect("observation:case", case_id)


@require_POST
def go_on(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """It climbs again."""
    access = access_of(request)
    case_for(access, case_id, MANAGE)
    let_climb(access=access, case_id=case_id)
    messages.success(request, _("照旧往上报。"))
    return redirect("observation:case", case_id)
