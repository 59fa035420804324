"""Pictures of prescriptions, receipts and parcels."""

from __future__ import annotations

from wanli.domains.errands.models import Photo
from wanli.ground.pictures import PictureShelf

SHELF = PictureShelf("errands", "errands.photo", lambda: Photo)


def read_photo(photo: Photo) -> bytes:
    """The picture. Raises ``FileNotFoundError``, or ``Unreadable`` when its key is gone."""
    return SHELF.read(photo.file)
