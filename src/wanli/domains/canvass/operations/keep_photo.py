"""Keep a picture of a sheet that was filled in."""

from __future__ import annotations

from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from wanli.domains.canvass.access import Sheet, sheet_for
from wanli.domains.canvass.models import SheetPhoto
from wanli.domains.canvass.photos import delete_photo, save_photo
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7

MOST_BYTES = 15_000_000
MOST_PIXELS = 80_000_000
SIDE = 2400
"""Pixels of the longer side that are kept: handwriting stays legible."""
MOST_PHOTOS = 6


def keep_photo(*, access: Access, code: str, content: bytes) -> SheetPhoto:
    """Store a JPEG or PNG with the sheet of this code, upright, scaled down, and without what the
    camera wrote into it (place, time, device). Permission ``canvass.record`` at the sheet.

    Refused when it is no such picture, too large, or one of too many. The picture is decoded
    between two transactions: that takes a second, and nobody waits for it.
    """
    with transaction.atomic():
        _room_for_one_more(access, code)
    drawn = _redrawn(content)
    with transaction.atomic():
        hold_tree()
        sheet = _room_for_one_more(access, code)
        photo_id = uuid7()
        name = save_photo(f"{photo_id}.sealed", drawn)
        try:
            return SheetPhoto.objects.create(
                id=photo_id, sheet=sheet, path=sheet.path, file=name, by_id=access.user_id
            )
        except BaseException:
            delete_photo(name)
            raise


def _room_for_one_more(access: Access, code: str) -> Sheet:
    sheet = sheet_for(access, code)
    if sheet.photos.count() >= MOST_PHOTOS:
        raise Refused(_("这张表已有 {n} 张照片,够了。"), field="photo", n=MOST_PHOTOS)
    return sheet


def _redrawn(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise Refused(_("照片太大:最多 15 MB。用手机直接拍,或缩小再传。"), field="photo")
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("照片太大:像素太多。用手机直接拍,或缩小再传。"), field="photo")
            image.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(_("这不是照片,或照片坏了。请传 JPG 或 PNG。"), field="photo") from None
    upright.thumbnail((SIDE, SIDE))
    clean = BytesIO()
    # A new picture of the same pixels: nothing but them goes into the file.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(clean, "JPEG", quality=80)
    return clean.getvalue()
