"""What is here of an upload."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wanli.domains.uploads.models import PIECE, Upload
from wanli.ground.keys import keyring
from wanli.kernel.errors import Hidden, Refused

__all__ = ["Upload", "content_of", "upload_for"]


def upload_for(owner: UUID, upload_id: UUID, *, lock: bool = False) -> Upload:
    """The upload; ``Hidden`` when it is missing or somebody else's."""
    rows = Upload.objects.select_for_update() if lock else Upload.objects.all()
    found = rows.filter(pk=upload_id, owner=owner).first()
    if found is None:
        raise Hidden
    return found


def content_of(owner: UUID, upload_id: UUID) -> bytes:
    """All of it. ``Refused`` while something is missing, or when it is not here any more."""
    found = Upload.objects.filter(pk=upload_id, owner=owner).first()
    if found is None or found.received < found.length:
        raise Refused(_("照片还没有传完。请重新选这张照片再传。"), field="photo")
    pieces = found.pieces.order_by("at").values_list("content", flat=True)
    return b"".join(keyring().open_bytes(PIECE, piece) for piece in pieces)
