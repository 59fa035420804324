"""A picture that came with a form about an errand."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid5

from django.http import HttpRequest

from wanli.domains.errands.access import Photo
from wanli.domains.errands.operations.keep_photo import keep_photo
from wanli.kernel.access import Access
from wanli.web.pictures import needed, sent

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
    needed_here: bool = False,
    owner: UUID | None = None,
) -> Photo | None:
    """The picture sent with this form under ``photo``, kept; none when none was sent.
    ``owner``: who sent its pieces, if it is nobody who is signed in."""
    picture = sent(request, owner or access.user_id)
    if needed_here:
        picture = needed(picture)
    if picture is None:
        return None
    return keep_photo(
        access=access,
        what=what,
        sent=replace(picture, id=uuid5(PICTURE, str(entry))),
        request_id=request_id,
        round_id=round_id,
    )
