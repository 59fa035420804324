"""Begin an upload, add to it, take it back."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.uploads.models import PIECE, Piece, Upload
from wanli.domains.uploads.queries import upload_for
from wanli.ground.keys import keyring
from wanli.ground.pictures import MOST_MEGABYTES
from wanli.kernel import clock
from wanli.kernel.errors import Hidden, Refused

MOST_AT_ONCE = 8
"""Uploads of one person that are under way: a phone sends one after the other."""
MOST_BYTES = MOST_MEGABYTES * 1_000_000
MOST_PIECE = 2_000_000
"""Bytes at once: what is lost with a cut is no more."""


class OutOfStep(Exception):
    """The piece does not follow what is here; ``received`` says how much that is."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def begin(*, owner: UUID, upload_id: UUID, length: int) -> Upload:
    """An upload of ``length`` bytes; the same one again is the one that is under way.

    ``Hidden`` for one that somebody else began; ``Refused`` when it is empty, larger than a picture
    may be, of another length than before, or one of too many.
    """
    if length <= 0:
        raise Refused(_("这张照片是空的。请再拍一张,或重新选一张。"), field="photo")
    if length > MOST_BYTES:
        raise Refused(
            _("照片太大:最多 {n} MB。请用手机直接拍,或把照片缩小再传。"),
            field="photo",
            n=MOST_MEGABYTES,
        )
    with transaction.atomic():
        known = Upload.objects.filter(pk=upload_id).first()
        if known is None and Upload.objects.filter(owner=owner).count() >= MOST_AT_ONCE:
            raise Refused(
                _("已有 {n} 张照片没有传完。请等它们传完再传。"), field="photo", n=MOST_AT_ONCE
            )
        try:
            with transaction.atomic():
                found = known or Upload.objects.create(
                    id=upload_id, owner=owner, length=length, touched_at=clock.now()
                )
        except IntegrityError:
            # The same phone asked twice at the same moment.
            found = upload_for(owner, upload_id)
        if found.owner != owner or found.length != length:
            raise Hidden
    return found


def append(*, owner: UUID, upload_id: UUID, at: int, content: bytes) -> Upload:
    """Add the bytes that begin at ``at``. Kept, with their number, or not at all: who is cut off
    asks how much is here and goes on from there.

    ``OutOfStep`` when they do not follow what is here; ``Refused`` when they go beyond the end.
    """
    sealed = keyring().seal_bytes(PIECE, content)
    with transaction.atomic():
        found = upload_for(owner, upload_id, lock=True)
        if at != found.received:
            raise OutOfStep(found.received)
        if at + len(content) > found.length or len(content) > MOST_PIECE:
            raise Refused(_("照片比说好的大,没有收下。请重新选一张再传。"), field="photo")
        if content:
            Piece.objects.create(upload=found, at=at, content=sealed)
            found.received += len(content)
            found.touched_at = clock.now()
            found.save(update_fields=["received", "touched_at"])
    return found


def drop(*, owner: UUID, upload_id: UUID) -> None:
    """Delete it: it was put to use, or is not wanted. What is not there any more is no fault."""
    with transaction.atomic():
        Upload.objects.filter(pk=upload_id, owner=owner).delete()
