"""Two places that are one: what was fetched at the one was fetched at the other."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.errands.waste_models import WasteRound, WasteStop
from wanli.domains.ledger.mergers import Exchange, Merger, Spot


def merge_waste(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Both keep what was counted. Of two that were asked for at one time, only one is that turn;
    one of which nobody has said anything goes."""
    rounds = {(one.day, one.turn) for one in WasteRound.objects.filter(place=new.id)}
    for found in WasteRound.objects.filter(place=old.id):
        if (found.day, found.turn) in rounds:
            found.turn = ""
        found.place_id, found.path = new.id, new.path
        found.save(update_fields=["place", "path", "turn"])
    stops = {
        (one.day, one.turn): one for one in WasteStop.objects.filter(place=new.id).exclude(turn="")
    }
    for stop in WasteStop.objects.filter(place=old.id):
        twin = stops.get((stop.day, stop.turn))
        if twin is not None:
            if stop.state == "due" and not stop.counts.exists():
                stop.delete()
                continue
            if twin.state == "due" and not twin.counts.exists():
                twin.delete()
            else:
                stop.turn = ""
        stop.place_id, stop.path = new.id, new.path
        stop.save(update_fields=["place", "path", "turn"])
    return ()


MERGER = Merger(
    (
        "errands_wasteround",
        "errands_wasteroundevent",
        "errands_wastestop",
        "errands_wastestopevent",
    ),
    merge_waste,
)
