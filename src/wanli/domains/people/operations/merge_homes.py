"""Two doors that are one: bring together who lives there and what is known of the home."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.domains.people.models import HomeUse, Household, Residence, Roster
from wanli.kernel import clock


def merge_homes(old: Spot, new: Spot) -> Iterable[Exchange]:
    """People come along by their paths; the home that stays learns what only the other knew."""
    Residence.objects.filter(place=old.id).update(place=new.id)
    Roster.objects.filter(place=old.id).update(place=new.id)
    gone = Household.objects.filter(place=old.id).first()
    if gone is None:
        return ()
    kept = Household.objects.filter(place=new.id).first()
    if kept is None:
        Household.objects.create(place_id=new.id, path=new.path, use=gone.use)
    elif kept.use == HomeUse.UNKNOWN or (kept.use == HomeUse.EMPTY and gone.use != HomeUse.UNKNOWN):
        # Whoever found somebody in knows better than whoever found nobody.
        kept.use, kept.updated_at = gone.use, clock.now()
        kept.save(update_fields=["use", "updated_at"])
    return ()


# The home that goes keeps its row at its retired place: its past can still be looked up.
MERGER = Merger(("people_household", "people_householdevent"), merge_homes)
