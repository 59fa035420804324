"""Pictures of routines: laid beside, looked at, taken away."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wanli.domains.routines.access import check_for
from wanli.domains.routines.operations.photos import keep_photo, remove_photo
from wanli.domains.routines.photos import photo_for, read_photo
from wanli.kernel.errors import Refused
from wanli.web.desk.routines.forms import CheckForm
from wanli.web.desk.routines.views import check_page
from wanli.web.errors import sentence
from wanli.web.pictures import picture_of
from wanli.web.request import access_of


@transaction.non_atomic_requests
@require_POST
def add(request: HttpRequest, check_id: UUID) -> HttpResponse:
    """Lay a picture beside it; the operation says when a transaction begins."""
    file = request.FILES.get("photo")
    if file is None:
        return _refused(request, check_id, _("请先选一张照片。"))
    try:
        keep_photo(access=access_of(request), check_id=check_id, content=file.read())
    except Refused as refused:
        return _refused(request, check_id, sentence(refused))
    return redirect("routines:check", check_id)


def _refused(request: HttpRequest, check_id: UUID, said: str) -> HttpResponse:
    with transaction.atomic():
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
