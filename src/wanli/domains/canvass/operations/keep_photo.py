"""Keep a picture of a sheet that was filled in."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import Sheet, sheet_for
from wanli.domains.canvass.models import SheetPhoto
from wanli.domains.canvass.photos import SHELF
from wanli.domains.places.tree import hold_tree
from wanli.ground.pictures import Sent
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

MOST_PHOTOS = 6


def keep_photo(*, access: Access, code: str, sent: Sent) -> SheetPhoto:
    """Store a picture with the sheet of this code; the same one again changes nothing.
    Permission ``canvass.record`` at the sheet.

    Refused when it is no picture, too large, or one of too many.
    """

    def find() -> list[Sheet]:
        hold_tree()
        return [sheet_for(access, code)]

    def make(photo_id: UUID, sheet: Sheet, file: str) -> SheetPhoto:
        return SheetPhoto.objects.create(
            id=photo_id, sheet=sheet, path=sheet.path, file=file, by_id=access.user_id
        )

    photo: SheetPhoto
    [photo] = SHELF.take_in(sent, find=find, full=_room_for_one_more, make=make)
    return photo


def _room_for_one_more(sheet: Sheet) -> None:
    if sheet.photos.count() >= MOST_PHOTOS:
        raise Refused(_("这张表已有 {n} 张照片,够了。"), field="photo", n=MOST_PHOTOS)
