"""What is done for a stairwell today, for whoever reads the poster's code."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from wanli.domains.postings.queries import by_code
from wanli.domains.postings.wording import said_of_homes
from wanli.kernel.errors import Hidden


@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The notice as it is now. Nobody signs in, nothing is kept of who reads."""
    asked = request.GET.get("lang", "")
    language = asked if asked in ("zh-hans", "en") else translation.get_language()
    with translation.override(language):
        try:
            posted = by_code(code)
        except Hidden:
            return _answer(request, "notice/gone.html", {}, 404)
        context = {"posted": posted, "said": said_of_homes(posted.told)}
        return _answer(request, "notice/page.html", context, 200)


def _answer(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int
) -> HttpResponse:
    spoken = {**context, "LANGUAGE_CODE": translation.get_language()}
    response = render(request, template, spoken, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
