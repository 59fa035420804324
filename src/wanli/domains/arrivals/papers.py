"""Reading paper forms: what was printed where, and the pictures that wait to be typed in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wanli.domains.arrivals.forms import Form, form_seen
from wanli.domains.arrivals.models import PaperForm, PaperPhoto
from wanli.domains.arrivals.posters import Door, door_of
from wanli.ground.fields import below
from wanli.ground.pictures import PictureShelf
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

__all__ = [
    "PAPER_SHELF",
    "PaperForm",
    "PaperPhoto",
    "asked_on",
    "door_of_paper",
    "paper_for",
    "photo_for",
    "printed_below",
    "waiting_below",
    "waiting_on",
]  # fmt: skip
PAPER_SHELF = PictureShelf("arrival-papers", "arrivals.paper", lambda: PaperPhoto)
TAKES = ("arrival.verify", "gate.pass")
"""Either lets somebody lay a picture of a sheet beside the others."""


def paper_for(access: Access, code: str, *permissions: str) -> PaperForm:
    """The pile with this code; ``Hidden`` when missing, or none of the permissions holds there."""
    found = None
    if code.isascii() and code.isdigit():
        found = PaperForm.objects.select_related("poster").filter(code=code).first()
    wanted = permissions or ("arrival.verify",)
    if found is None or not any(access.can(one, found.path) for one in wanted):
        raise Hidden
    return found


def photo_for(access: Access, photo_id: UUID) -> PaperPhoto:
    """The picture; ``Hidden`` when missing or not open to ``access``."""
    found = PaperPhoto.objects.select_related("form").filter(pk=photo_id).first()
    if found is None or not access.can("arrival.verify", found.path):
        raise Hidden
    return found


def door_of_paper(paper: PaperForm) -> Door:
    """The compound for which it was printed."""
    return door_of(paper.poster.code)


def asked_on(paper: PaperForm) -> Form:
    """What its boxes mean: the version that was printed, in force or not."""
    return form_seen(paper.path, str(paper.version_id or ""))


def waiting_on(paper: PaperForm) -> list[PaperPhoto]:
    """Pictures of its sheets that nobody has typed in, the first to come first."""
    return list(paper.photos.filter(arrival=None).order_by("taken_at", "pk"))


def waiting_below(paths: Iterable[str]) -> int:
    """How many pictures wait below these places."""
    return PaperPhoto.objects.filter(below(paths), arrival=None).count()


def printed_below(paths: Iterable[str]) -> QuerySet[PaperForm]:
    """Piles below these places, those with pictures that wait first, then the latest; each with
    ``waits``, how many do."""
    rows = PaperForm.objects.filter(below(paths)).select_related("poster__place", "by")
    waits = Count("photos", filter=Q(photos__arrival=None))
    return rows.defer("poster__place__geometry").annotate(waits=waits).order_by(
        "-waits", "-printed_at"
    )  # fmt: skip
