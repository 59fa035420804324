"""Pictures of papers that were signed by hand."""

from __future__ import annotations

from wanli.domains.observation.models import SignedPaper
from wanli.ground.pictures import PictureShelf

SHELF = PictureShelf("observation", "observation.paper", lambda: SignedPaper)


def read_paper(paper: SignedPaper) -> bytes:
    """The picture. Raises ``FileNotFoundError``, or ``Unreadable`` when its key is gone."""
    return SHELF.read(paper.file)
