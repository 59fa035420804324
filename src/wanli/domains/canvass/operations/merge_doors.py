"""Two doors that are one: their rounds and visits become one too."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wanli.domains.canvass.models import Campaign, Door, Sheet, Visit
from wanli.domains.ledger.mergers import Merger, Spot

TOLD = ("result", "settled", "answers", "note", "visited_at", "next_visit")


def merge_doors(old: Spot, new: Spot) -> Iterable[UUID]:
    """Visits count at the door that stays; a settled result wins over an open one."""
    Campaign.objects.filter(place=old.id).update(place=new.id, path=new.path)
    touched: list[UUID] = []
    kept = {door.campaign_id: door for door in Door.objects.filter(place=new.id)}
    for gone in Door.objects.filter(place=old.id):
        stays = kept.get(gone.campaign_id)
        running = Door.objects.filter(place=new.id, running=True).exists()
        if stays is None and not (gone.running and running):
            Door.objects.filter(pk=gone.pk).update(place=new.id, path=new.path)
            Visit.objects.filter(door=gone).update(path=new.path)
            touched.append(gone.pk)
            continue
        if stays:
            _tell(gone, stays)
            Visit.objects.filter(door=gone).update(door=stays, path=new.path)
            touched.append(stays.pk)
        Door.objects.filter(pk=gone.pk).update(running=False)
        touched.append(gone.pk)
    return touched


def _tell(gone: Door, stays: Door) -> None:
    if gone.settled and not stays.settled:
        for name in TOLD:
            setattr(stays, name, getattr(gone, name))
    stays.visits += gone.visits
    stays.save(update_fields=[*TOLD, "visits"])


# A door that goes ends its round at its retired place; printed sheets name it by its id.
MERGER = Merger(
    ("canvass_door", "canvass_doorevent", "canvass_visit", Sheet._meta.db_table), merge_doors
)
