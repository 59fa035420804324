"""Good or not good: what anybody may know of a certificate of release."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from wanli.domains.observation.certificates import proof_of
from wanli.kernel.errors import Hidden


@require_GET
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Nobody signs in, nothing is kept of who asks. Whatever is wrong with a code, the answer is
    the same."""
    asked = request.GET.get("lang", "")
    known = asked in dict(settings.LANGUAGES)
    with translation.override(asked if known else translation.get_language()):
        try:
            proof = proof_of(code)
        except Hidden:
            proof = None
        context = {"proof": proof, "LANGUAGE_CODE": translation.get_language()}
        status = 200 if proof else 404
        response = render(request, "certificate/page.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
