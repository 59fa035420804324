"""Lay a picture beside a routine that was done, or take a wrong one away."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.tree import hold_tree
from wanli.domains.routines.access import check_for
from wanli.domains.routines.models import RoutineCheck, RoutinePhoto
from wanli.domains.routines.photos import SHELF
from wanli.ground.pictures import Sent
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MOST = 4
SIDE = 1600
"""Pixels: a clean floor can be seen, a face far away cannot be told."""


def keep_photo(*, access: Access, check_id: UUID, sent: Sent) -> RoutinePhoto:
    """Store a picture; the same one again changes nothing. Permission ``routine.record``.

    Refused when it is no picture, too large, or one of too many.
    """

    def find() -> list[RoutineCheck]:
        hold_tree()
        return [check_for(access, check_id, "routine.record")]

    def make(photo_id: UUID, check: RoutineCheck, file: str) -> RoutinePhoto:
        return RoutinePhoto.objects.create(
            id=photo_id, check_of=check, path=check.path, file=file, by_id=access.user_id
        )

    photo: RoutinePhoto
    [photo] = SHELF.take_in(sent, find=find, full=_room_for_one_more, make=make, side=SIDE)
    return photo


def remove_photo(*, access: Access, photo_id: UUID) -> UUID:
    """Delete a picture; returns the routine it belonged to. Permission ``routine.record``."""
    with transaction.atomic():
        hold_tree()
        found = RoutinePhoto.objects.select_for_update().filter(pk=photo_id).first()
        if found is None or not access.can("routine.record", found.path):
            raise Hidden
        check_id, file = found.check_of_id, found.file
        found.delete()
        # The row first: a file without a row is found and deleted by the nightly run.
        transaction.on_commit(partial(SHELF.delete, file))
    return check_id


def _room_for_one_more(check: RoutineCheck) -> None:
    if check.photos.count() >= MOST:
        raise Refused(_("这一处已有 {n} 张照片,够了。"), field="photo", n=MOST)
