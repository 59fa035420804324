"""Two stairwells that are one: both addresses lead to one notice, with the remarks of both."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.domains.postings.models import Remark, StairwellNotice


def merge_notices(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Nothing is exchanged."""
    for model in (StairwellNotice, Remark):
        model.objects.filter(place=old.id).update(place=new.id, path=new.path)
    return ()


MERGER = Merger(("postings_stairwellnotice", "postings_remark"), merge_notices)
