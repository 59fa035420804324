"""Roles that see a whole subdistrict need a second factor, outside the demo."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wanli.web.request import access_of

OPEN = ("/account/", "/static/", "/healthz", "/readyz")


class SecondFactorMiddleware:
    """Leads those who need a second factor and have none to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (
            not settings.OPTIONS.demo
            and access_of(request).needs_second_factor
            and not request.path.startswith(OPEN)
        )
        if asked and not is_mfa_enabled(request.user):
            return redirect("account_own:second_factor")
        return self.get_response(request)
