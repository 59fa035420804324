"""Pictures in pieces, for a phone that came by a home's link."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wanli.domains.observation.visits import Visit
from wanli.web.resident.doors import for_opened
from wanli.web.uploads.protocol import began, went_on


@require_http_methods(["GET", "POST"])
@for_opened
def begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin to send one; asked by GET, who sends and with which token."""
    if request.method == "GET":
        return JsonResponse({"user": str(visit.link.pk), "token": get_token(request)})
    return began(
        request, visit.link.pk, lambda one: reverse("resident:upload", args=[visit.token, one])
    )


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@for_opened
def one(request: HttpRequest, visit: Visit, upload_id: UUID) -> HttpResponse:
    """Go on with one that this home began."""
    return went_on(request, visit.link.pk, upload_id)
