"""How often one may knock: at sign-in by address, at what is costly or tempting by user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from wanli.domains.accounts.operations.limit import attempt

TEN_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` requests with these methods in ten minutes."""

    most: int
    methods: tuple[str, ...] = ("POST",)
    by_user: bool = False
    """By user where there is one, else by address: a whole office shares an address."""


LIMITS = {
    "account_login": Limit(60),
    "mfa_authenticate": Limit(30),
    "mfa_login_webauthn": Limit(120, ("GET", "POST")),
    "users:sign_in": Limit(120, ("GET", "POST")),
    # A whole compound may share an address: who guesses at one link locks that link first.
    "resident:open": Limit(600),
    # A gate may check a whole shift's certificates; trying codes leads nowhere, only costs.
    "certificate:page": Limit(300, ("GET",)),
    "observation:certificate": Limit(120, by_user=True),
    "observation:certificates": Limit(30, by_user=True),
    "resident:certificate": Limit(120, ("GET",)),
    "account_reauthenticate": Limit(20, by_user=True),
    "mfa_reauthenticate": Limit(20, by_user=True),
    "account_change_password": Limit(20, by_user=True),
    "search:page": Limit(600, ("GET",), by_user=True),
    "people:open": Limit(300, by_user=True),
    "people:export": Limit(30, ("GET",), by_user=True),
    "canvass:print": Limit(60, by_user=True),
    "imports:list": Limit(60, by_user=True),
}
"""By the address's name. Card PINs have one of their own: the fifth wrong one voids the card."""


class LimitMiddleware:
    """Answers 429, with how long to wait, before the view's transaction begins."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        limit = LIMITS.get(name)
        if limit is None or request.method not in limit.methods:
            return None
        user = request.user.pk if limit.by_user else None
        who = str(user or request.META.get("REMOTE_ADDR", ""))
        wait = attempt(what=name, who=who, most=limit.most, seconds=TEN_MINUTES)
        return _too_often(request, wait) if wait else None


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    minutes = ceil(wait / 60)
    said = ngettext(
        "这样做得太频繁了。请等 {n} 分钟再试。", "这样做得太频繁了。请等 {n} 分钟再试。", minutes
    ).format(n=minutes)
    response = render(request, "refused.html", {"sentence": said}, status=429)
    response["Retry-After"] = str(wait)
    return response
