"""Pictures of sheets that were filled in."""

from __future__ import annotations

from wanli.domains.canvass.models import SheetPhoto
from wanli.ground.pictures import PictureShelf

SHELF = PictureShelf("canvass", "canvass.photo", lambda: SheetPhoto)


def read_photo(photo: SheetPhoto) -> bytes:
    """The picture. Raises ``FileNotFoundError``, or ``Unreadable`` when its key is gone."""
    return SHELF.read(photo.file)
