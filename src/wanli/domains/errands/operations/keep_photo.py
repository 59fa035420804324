"""Keep a picture of a prescription, a receipt or a parcel."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.errands.access import held_request, held_round
from wanli.domains.errands.models import Photo
from wanli.domains.errands.photos import SHELF
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

MOST = 6
"""Of one request, or of one round."""


def keep_photo(
    *,
    access: Access,
    photo_id: UUID,
    what: str,
    drawn: bytes,
    request_id: UUID | None = None,
    round_id: UUID | None = None,
) -> Photo:
    """Store a picture (``ground.pictures.redrawn`` made it) with a request or a round. The same
    ``photo_id`` again changes nothing.

    A prescription may be added by whoever may ask (``errand.ask``), a receipt or a proof by
    whoever runs (``errand.run``).
    """
    right = "errand.ask" if what == Photo.What.PRESCRIPTION else "errand.run"
    with transaction.atomic():
        request = held_request(access, request_id, right) if request_id else None
        tour = held_round(access, round_id, right) if round_id else None
        of = request or tour
        if of is None:
            raise Hidden
        known = Photo.objects.filter(pk=photo_id).first()
        if known is not None:
            if (known.request_id, known.round_id) != (request_id, round_id):
                raise Hidden
            return known
        if of.photos.count() >= MOST:
            raise Refused(_("已有 {n} 张照片,够了。"), field="photo", n=MOST)
        with SHELF.keeping(photo_id, drawn) as name:
            return Photo.objects.create(
                id=photo_id, path=of.path, what=what, file=name, request=request, round=tour,
                by_id=access.user_id,
            )  # fmt: skip
