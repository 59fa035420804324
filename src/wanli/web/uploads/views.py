"""Pictures in pieces, for whoever is signed in."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from wanli.web.request import user_of_request
from wanli.web.uploads.protocol import began, went_on


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin to send one."""
    owner = user_of_request(request).pk
    return began(request, owner, lambda upload: reverse("uploads:one", args=[upload]))


@login_required
@require_http_methods(["HEAD", "PATCH", "DELETE"])
def one(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Go on with one's own."""
    return went_on(request, user_of_request(request).pk, upload_id)
