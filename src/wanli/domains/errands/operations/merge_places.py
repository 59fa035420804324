"""Two places that are one: what was asked for at the one is brought to the other."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.errands.models import CashEntry, Request, Round, Standing
from wanli.domains.ledger.mergers import Exchange, Merger, Spot


def merge_errands(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Requests, rounds and accounts of both stand side by side."""
    for model in (Request, Round, Standing, CashEntry):
        model._default_manager.filter(place=old.id).update(place=new.id, path=new.path)
    return ()


MERGER = Merger(
    ("errands_request", "errands_round", "errands_standing", "errands_cashentry"), merge_errands
)
