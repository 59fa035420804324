"""What stands before every page of a home: the link, the phone, the language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wanli.domains.observation.visits import Visit, visit_of
from wanli.ground.acting import acting
from wanli.kernel.errors import Hidden, Refused
from wanli.web.errors import sentence

COOKIE = "wanli_home"
FOR = 60 * 24 * 3600
"""Seconds that a phone stays open: longer than any term, and the link ends with the term."""
View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Calls ``view(request, visit, ...)`` with the rows of that home in scope and no others.

    A link that never was, one that is void, and a check of somebody else look the same.
    """

    @wraps(view)
    def answer(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        if language := _language_asked_for(request):
            return _in_language(request, language)
        try:
            visit = visit_of(
                token=token,
                device=request.COOKIES.get(COOKIE, ""),
                origin=request.META.get("REMOTE_ADDR", ""),
            )
            with acting(visit.access.scope):
                response = view(request, visit, **more)
        except Hidden:
            response = render(request, "resident/gone.html", status=404)
        except Refused as refused:
            said = {"sentence": sentence(refused), "back": reverse("resident:home", args=[token])}
            response = render(request, "resident/refused.html", said, status=422)
        return kept_private(response)

    return answer


def for_opened(view: View) -> View:
    """``by_link``, for what is done inside; whoever is not in is led to the entrance."""

    @by_link
    @wraps(view)
    def answer(request: HttpRequest, visit: Visit, **more: Any) -> HttpResponse:
        if visit.over or not visit.open:
            return redirect("resident:home", visit.token)
        return view(request, visit, **more)

    return answer


def kept_private(response: HttpResponse) -> HttpResponse:
    """Neither kept by anybody nor told to where a link leads: the address is half of the secret."""
    response["Cache-Control"] = "no-store"
    # With "no-referrer" browsers would send "Origin: null", which no form survives.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _language_asked_for(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "") if request.method == "GET" else ""
    return asked if asked in dict(settings.LANGUAGES) else ""


def _in_language(request: HttpRequest, language: str) -> HttpResponse:
    response = redirect(request.path)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=FOR, samesite="Lax", path=request.path
    )
    return response
