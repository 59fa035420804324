"""Two doors that are one: their rounds and visits become one too."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.canvass.models import Campaign, Door, Sheet, Visit
from wanli.domains.ledger.mergers import Exchange, Merger, Spot

TOLD = ("result", "settled", "answers", "note", "visited_at", "next_visit")


def merge_doors(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Visits count at the door that stays; a settled result wins over an open one."""
    Campaign.objects.filter(place=old.id).update(place=new.id, path=new.path)
    told: list[Exchange] = []
    kept = {door.campaign_id: door for door in Door.objects.filter(place=new.id)}
    for gone in Door.objects.filter(place=old.id):
        stays = kept.get(gone.campaign_id)
        running = Door.objects.filter(place=new.id, running=True).exists()
        if stays is None and not (gone.running and running):
            Door.objects.filter(pk=gone.pk).update(place=new.id, path=new.path)
            Visit.objects.filter(door=gone).update(path=new.path)
            continue
        if stays:
            if gone.settled and not stays.settled:
                told.append(Exchange(Door._meta.db_table, gone.pk, stays.pk, TOLD))
            Door.objects.filter(pk=stays.pk).update(visits=stays.visits + gone.visits)
            Visit.objects.filter(door=gone).update(door=stays, path=new.path)
        Door.objects.filter(pk=gone.pk).update(running=False)
    return told


def end_rounds(old: Spot, new: Spot) -> None:
    """A door that comes back from a merge is not asked at any more when its campaign is over."""
    closed = Door.objects.filter(place__in=[old.id, new.id], campaign__closed_on__isnull=False)
    closed.filter(running=True).update(running=False)


# A door that goes ends its round at its retired place; printed sheets name it by its id.
MERGER = Merger(
    ("canvass_door", "canvass_doorevent", "canvass_visit", Sheet._meta.db_table),
    merge_doors,
    end_rounds,
)
