"""Two places that are one: what was done at the one was done at the other."""

from __future__ import annotations

from collections.abc import Iterable

from wanli.domains.ledger.mergers import Exchange, Merger, Spot
from wanli.domains.routines.models import RoutineCheck, RoutinePhoto


def merge_checks(old: Spot, new: Spot) -> Iterable[Exchange]:
    """Of two that mean the same, one stays asked for; the other keeps what was said of it."""
    kept = {
        (one.day, one.routine, one.turn): one
        for one in RoutineCheck.objects.filter(place=new.id).exclude(turn="")
    }
    RoutinePhoto.objects.filter(check_of__place=old.id).update(path=new.path)
    for one in RoutineCheck.objects.filter(place=old.id):
        twin = kept.get((one.day, one.routine, one.turn))
        if twin is not None:
            spare = one if one.state == "due" else twin
            if spare.state == "due":
                kept_one = twin if spare is one else one
                RoutinePhoto.objects.filter(check_of=spare).update(check_of=kept_one)
                spare.delete()
                if spare is one:
                    continue
            else:
                one.turn = ""
        one.place_id, one.path = new.id, new.path
        one.save(update_fields=["place", "path", "turn"])
    return ()


MERGER = Merger(
    ("routines_routinecheck", "routines_routinecheckevent", "routines_routinephoto"), merge_checks
)
