"""When each session was last in use, without a write for every click."""

from __future__ import annotations

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

NOTED_FOR = 60
"""Seconds in which one process notes a session only once."""


class ActivityMiddleware(UserSessionsMiddleware):  # type: ignore[misc]
    """allauth's note of a session's last activity, once a minute instead of once a page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and not cache.add(f"session-seen:{key}", True, NOTED_FOR):
            return self.get_response(request)  # type: ignore[no-any-return]
        return super().__call__(request)  # type: ignore[no-any-return]
