"""Each request speaks with the rights of its user's posts, and touches no row beyond them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from wanli.domains.accounts.access import access_of
from wanli.domains.accounts.queries import is_valid
from wanli.ground.acting import acting
from wanli.ground.remembered import remembering
from wanli.kernel.access import Access


class AccessMiddleware:
    """Sets ``request.access`` and the scope of the request's transactions; what only reads asks
    nothing twice that is remembered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = request.META.get("REMOTE_ADDR", "")
        card = request.session.get("card")
        if card and not is_valid(UUID(card)):
            logout(request)
        if request.user.is_authenticated:
            access = access_of(request.user.pk, user_name=request.user.name, origin=origin)
        else:
            access = Access(origin=origin)
        request.access = access  # type: ignore[attr-defined]
        reading = remembering() if request.method in ("GET", "HEAD") else nullcontext()
        with acting(access.scope), reading:
            return self.get_response(request)
