"""Pictures that come with a form, and pictures that lie sealed and are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wanli.domains.uploads.operations.send import drop
from wanli.domains.uploads.queries import content_of
from wanli.ground.pictures import Sent
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7
from wanli.kernel.keyring import Unreadable
from wanli.web.outbox import did_not, went
from wanli.web.request import access_of

Row = TypeVar("Row")

UPLOAD = "-upload"
"""After a field's name: the id of what was sent in pieces before the form itself."""


def sent(request: HttpRequest, owner: UUID | None, field: str = "photo") -> Sent | None:
    """The picture under ``field``, none when none was sent. ``owner``: who sent its pieces."""
    file = request.FILES.get(field)
    if file is not None:
        return Sent(uuid7(), file.read)
    said = request.POST.get(field + UPLOAD, "")
    if not said or owner is None:
        return None
    try:
        upload_id = UUID(said)
    except ValueError:
        raise Hidden from None
    return Sent(
        upload_id,
        lambda: content_of(owner, upload_id),
        lambda: drop(owner=owner, upload_id=upload_id),
    )


def needed(picture: Sent | None) -> Sent:
    """The picture; ``Refused`` when none was sent."""
    if picture is None:
        raise Refused(_("请先选一张照片。"), field="photo")
    return picture


def picture_added(
    request: HttpRequest,
    keep: Callable[[Sent], object],
    *,
    page: Callable[[str], HttpResponse],
    url: str,
    said: str = "",
) -> HttpResponse:
    """A form that brings a picture and nothing else: ``keep`` it and go on to ``url``.

    ``page`` shows why not, in a transaction of its own: no view that calls this runs in one.
    """
    try:
        keep(needed(sent(request, access_of(request).user_id)))
    except Refused as refused:
        with transaction.atomic():
            return did_not(request, refused, page)
    return went(request, url, said)


def picture_of(row: Row, read: Callable[[Row], bytes]) -> HttpResponse:
    """The picture of a row that was authorised; the browser keeps none. ``Hidden`` when the file
    or its key is gone."""
    try:
        content = read(row)
    except (FileNotFoundError, Unreadable):
        raise Hidden from None
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response
