"""Keep a picture of a prescription, a receipt or a parcel."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request, held_round
from wanli.domains.errands.models import Photo, Request, Round
from wanli.domains.errands.photos import SHELF
from wanli.ground.pictures import Sent
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MOST = 6
"""Of one request, or of one round."""


def keep_photo(
    *,
    access: Access,
    what: str,
    sent: Sent,
    request_id: UUID | None = None,
    round_id: UUID | None = None,
) -> Photo:
    """Store a picture with a request or a round; the same one again changes nothing.

    A prescription may be added by whoever may ask (``errand.ask``), a receipt or a proof by
    whoever runs (``errand.run``). Refused when it is no picture, too large, or one of too many.
    """
    right = "errand.ask" if what == Photo.What.PRESCRIPTION else "errand.run"

    def find() -> list[Request | Round]:
        if request_id is not None:
            return [held_request(access, request_id, right)]
        if round_id is not None:
            return [held_round(access, round_id, right)]
        raise Hidden

    def make(photo_id: UUID, of: Request | Round, file: str) -> Photo:
        return Photo.objects.create(
            id=photo_id, path=of.path, what=what, file=file, request_id=request_id,
            round_id=round_id, by_id=access.user_id,
        )  # fmt: skip

    photo: Photo
    [photo] = SHELF.take_in(sent, find=find, full=_room_for_one_more, make=make)
    return photo


def _room_for_one_more(of: Request | Round) -> None:
    if of.photos.count() >= MOST:
        raise Refused(_("已有 {n} 张照片,够了。"), field="photo", n=MOST)
