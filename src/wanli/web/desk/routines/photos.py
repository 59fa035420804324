"""Pictures of routines: laid beside, looked at, taken away."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.routines.access import check_for
from wanli.domains.routines.operations.photos import keep_photo, remove_photo
from wanli.domains.routines.photos import photo_for, read_photo
from wanli.web.desk.routines.forms import CheckForm
from wanli.web.desk.routines.views import check_page
from wanli.web.pictures import picture_added, picture_of
from wanli.web.request import access_of


@transaction.non_atomic_requests
@require_POST
def add(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Lay a picture beside it; the operation says when a transaction begins."""
    access = access_of(request)
    return picture_added(
        request,
        lambda picture: keep_photo(access=access, check_id=check_id, sent=picture),
        page=lambda said: _refused(request, check_id, said),
        url=reverse("routines:check", args=[check_id]),
    )


def _refused(request: HttpRequest, check_id: UUID, said: str) -> HttpResponse:
    found = check_for(access_of(request), check_id, "routine.record")
    form = CheckForm(initial={"team": found.team, "why": found.why})
    return check_page(request, found, form, said)


@require_GET
def photo(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """A picture."""
    return picture_of(photo_for(access_of(request), photo_id), read_photo)


@require_POST
def remove(request: HttpRequest, photo_id: UUID) -> HttpResponse:
    """Take a wrong one away."""
    return redirect("routines:check", remove_photo(access=access_of(request), photo_id=photo_id))
