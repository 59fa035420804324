"""What stands before every page of a registration: the language, and what is not there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import ngettext

from wanli.domains.accounts.operations.limit import attempt
from wanli.kernel.errors import Hidden
from wanli.web.notice.doors import asked_for, show

View = Callable[..., HttpResponse]
DEVICE = "wanli_arrival"
TEN_MINUTES = 600
FROM_ONE_DEVICE, WITHOUT_A_COOKIE = 20, 60
AT_ONE_POSTER, FROM_ONE_NETWORK = 600, 1500
"""Registrations in ten minutes. A whole coach may come by one Wi-Fi of a gate: the numbers for a
poster and for a network are what a gate can let through, the ones for a phone what a helper can
type. A phone that keeps no cookie shares one number with all such phones of its network."""
LOOKED_UP = 600
"""Places looked up, from one network in ten minutes."""


def for_anybody(view: View) -> View:
    """Calls the view in the language that the address asks for; a poster or an address that is not
    there says so."""

    @wraps(view)
    def answer(request: HttpRequest, **more: Any) -> HttpResponse:
        with translation.override(asked_for(request) or translation.get_language()):
            try:
                response = view(request, **more)
            except Hidden:
                response = show(request, "arrival/gone.html", {}, 404)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        # The private address is a secret; with "no-referrer" no form would survive.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answer


def device_of(request: HttpRequest) -> str:
    """What the phone keeps so that it can be told from its neighbours; empty for one that keeps
    nothing."""
    kept = request.COOKIES.get(DEVICE, "")
    return kept if 16 <= len(kept) <= 64 else ""


def mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give the phone something to keep, for a day."""
    if not device_of(request):
        response.set_cookie(
            DEVICE,
            secrets.token_urlsafe(18),
            max_age=24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def too_many(request: HttpRequest, code: str) -> str:
    """Count one registration; a sentence when it has to wait."""
    network, device = request.META.get("REMOTE_ADDR", ""), device_of(request)
    counts = [
        ("arrival:poster", f"{code} {network}", AT_ONE_POSTER),
        ("arrival:network", network, FROM_ONE_NETWORK),
        ("arrival:device", device, FROM_ONE_DEVICE)
        if device
        else ("arrival:bare", network, WITHOUT_A_COOKIE),
    ]
    wait = 0
    for what, who, most in counts:
        wait = max(wait, attempt(what=what, who=who, most=most, seconds=TEN_MINUTES))
    if not wait:
        return ""
    minutes = ceil(wait / 60)
    return ngettext(
        "刚才登记得太多了。您写的还在,请等 {n} 分钟再送。",
        "刚才登记得太多了。您写的还在,请等 {n} 分钟再送。",
        minutes,
    ).format(n=minutes)
