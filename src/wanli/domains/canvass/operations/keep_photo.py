"""Keep a picture of a sheet that was filled in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import Sheet, sheet_for
from wanli.domains.canvass.models import SheetPhoto
from wanli.domains.canvass.photos import SHELF
from wanli.domains.places.tree import hold_tree
from wanli.ground.pictures import redrawn
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

MOST_PHOTOS = 6


def keep_photo(*, access: Access, code: str, content: bytes) -> SheetPhoto:
    """Store a picture with the sheet of this code, made safe by ``ground.pictures.redrawn``.
    Permission ``canvass.record`` at the sheet.

    Refused when it is no picture, too large, or one of too many. The picture is decoded
    between two transactions: that takes a second, and nobody waits for it.
    """
    with transaction.atomic():
        _room_for_one_more(access, code)
    drawn = redrawn(content)
    with transaction.atomic():
        hold_tree()
        sheet = _room_for_one_more(access, code)
        photo_id = uuid7()
        with SHELF.keeping(photo_id, drawn) as name:
            return SheetPhoto.objects.create(
                id=photo_id, sheet=sheet, path=sheet.path, file=name, by_id=access.user_id
            )


def _room_for_one_more(access: Access, code: str) -> Sheet:
    sheet = sheet_for(access, code)
    if sheet.photos.count() >= MOST_PHOTOS:
        raise Refused(_("这张表已有 {n} 张照片,够了。"), field="photo", n=MOST_PHOTOS)
    return sheet
