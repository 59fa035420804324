"""A form that came without its token: said in the reader's language, with what she typed kept."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_KEPT = ("password", "pin", "code", "credential", "csrf")
MOST = 200_000
"""Characters sent back to the page at most."""


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why, and offer to send the same again, if it came from one of our own pages.

    What another site made the browser send is never offered: one click would do its will.
    """
    kept = _typed(request) if _ours(request) else []
    context = {"kept": kept, "action": request.get_full_path()}
    return render(request, "csrf.html", context, status=403)


def _ours(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Pairs of name and value; secrets are typed again, files chosen again."""
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in NEVER_KEPT)
    ]
    return pairs if sum(len(value) for _name, value in pairs) <= MOST else []
