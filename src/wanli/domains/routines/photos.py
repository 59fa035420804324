"""Pictures of what was done."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.routines.models import RoutineCheck, RoutinePhoto
from wanli.ground.pictures import PictureShelf
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

SHELF = PictureShelf("routines", "routine.photo", lambda: RoutinePhoto)


def photos_of(check: RoutineCheck) -> list[RoutinePhoto]:
    """Its pictures, the first first."""
    return list(check.photos.select_related("by").order_by("taken_at", "pk"))


def photo_for(access: Access, photo_id: UUID, permission: str = "routine.view") -> RoutinePhoto:
    """The picture; ``Hidden`` when missing or not open to ``access``."""
    found = RoutinePhoto.objects.filter(pk=photo_id).first()
    if found is None or not access.can(permission, found.path):
        raise Hidden
    return found


def read_photo(photo: RoutinePhoto) -> bytes:
    """The picture. Raises ``FileNotFoundError``, or ``Unreadable`` when its key is gone."""
    return SHELF.read(photo.file)
