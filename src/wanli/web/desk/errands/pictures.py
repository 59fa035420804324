"""A picture that came with a form: drawn anew outside of any transaction, then kept."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wanli.domains.errands.access import Photo
from wanli.domains.errands.operations.keep_photo import keep_photo
from wanli.ground.pictures import redrawn
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

PICTURE = UUID("6f8f2f53-6a68-4f2d-9b58-7a1c5d0c9b11")
"""Names the picture of an entry: the same form sent twice brings one picture."""


def kept(
    request: HttpRequest,
    access: Access,
    entry: UUID,
    what: str,
    *,
    request_id: UUID | None = None,
    round_id: UUID | None = None,
    needed: bool = False,
) -> Photo | None:
    """The picture sent with this form under ``photo``, kept; none when none was sent."""
    file = request.FILES.get("photo")
    if file is None:
        if needed:
            raise Refused(_("请先选一张照片。"), field="photo")
        return None
    return keep_photo(
        access=access,
        photo_id=uuid5(PICTURE, str(entry)),
        what=what,
        drawn=redrawn(file.read()),
        request_id=request_id,
        round_id=round_id,
    )
