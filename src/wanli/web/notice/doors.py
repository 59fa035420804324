"""What stands before every page of a notice: the language, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from wanli.kernel.errors import Hidden

LANGUAGES = ("zh-hans", "en")
View = Callable[..., HttpResponse]


def for_anybody(view: View) -> View:
    """Calls the view in the language that the address asks for. Nobody signs in, nothing is kept
    of who reads; a notice that is not there says so."""

    @wraps(view)
    def answer(request: HttpRequest, code: str, **more: Any) -> HttpResponse:
        with translation.override(asked_for(request) or translation.get_language()):
            try:
                response = view(request, code, **more)
            except Hidden:
                response = show(request, "notice/gone.html", {}, 404)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        # The way to an answer is a secret; with "no-referrer" no form would survive.
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answer


def asked_for(request: HttpRequest) -> str:
    """The language in the address, if it is one of ours."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else ""


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """A page whose links keep the language."""
    asked = asked_for(request)
    spoken = {
        **context,
        "LANGUAGE_CODE": translation.get_language(),
        "spoken": f"?lang={asked}" if asked else "",
    }
    return render(request, template, spoken, status=status)


def go(request: HttpRequest, name: str, *args: str) -> HttpResponse:
    """To another page, in the same language."""
    asked = asked_for(request)
    return redirect(reverse(name, args=args) + (f"?lang={asked}" if asked else ""))
