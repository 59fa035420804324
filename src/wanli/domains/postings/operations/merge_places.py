"""Two stairwells that are one: both addresses lead to the one notice."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.domains.postings.models import StairwellNotice


def merge_notices(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Nothing is exchanged."""
    StairwellNotice.objects.filter(place=old.id).update(place=new.id, path=new.path)
    return ()


MERGER = Merger(("postings_stairwellnotice",), merge_notices)
