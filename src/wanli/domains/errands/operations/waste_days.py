"""Lay out the waste rounds of a day, and close those of the days before."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from wanli.domains.errands.waste_measures import OF_A_STOP
from wanli.domains.errands.waste_models import WasteRound, WasteStop
from wanli.domains.ledger.entries import settle
from wanli.domains.observation.queries import observed_doors
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_on
from wanli.ground.fields import below
from wanli.kernel import clock

BATCH = 5000


def open_waste_day(day: date | None = None) -> int:
    """Close the days before and put every home under observation on today's rounds of its
    compound; how many homes were put on one. An area a transaction; run as often as one likes.

    A home that comes under observation later in the day joins the rounds that are still to come.
    Needs the system's scope.
    """
    day = day or clock.today()
    _miss_before(day)
    with transaction.atomic():
        areas = list(
            Place.objects.standing().filter(kind="area").order_by("path").values_list("path")
        )
    return sum(_lay_out(path, day) for (path,) in areas)


def _lay_out(area: str, day: date) -> int:
    made = []
    with transaction.atomic():
        hold_tree()
        doors = observed_doors(area)
        if not doors:
            return 0
        plan = plan_on(area, day).plan.waste
        homes = list(
            Place.objects.standing().filter(kind="household", path__in=doors).defer("geometry")
        )
        compounds = _compounds(area)
        known = set(
            WasteStop.objects.filter(below([area]), day=day).values_list("place_id", "turn")
        )
        hand_by = datetime.combine(day, plan.hand_by, clock.LOCAL_ZONE)
        for turn in plan.turns:
            due = datetime.combine(day, turn.by, clock.LOCAL_ZONE)
            new = [home for home in homes if (home.pk, turn.key) not in known]
            if due < clock.now() and day == clock.today() and _begun(area, day, turn.key):
                continue
            by_compound: defaultdict[Place, list[Place]] = defaultdict(list)
            for home in new:
                compound = next((c for c in compounds if home.path.startswith(c.path + ".")), None)
                if compound is not None:
                    by_compound[compound].append(home)
            for compound, here in by_compound.items():
                found, _new = WasteRound.objects.get_or_create(
                    place=compound,
                    day=day,
                    turn=turn.key,
                    defaults={
                        "path": compound.path, "due_at": due, "hand_by": hand_by,
                        "team": plan.team,
                    },
                )  # fmt: skip
                made += [
                    WasteStop(
                        round=found, place=home, path=home.path, day=day, turn=turn.key,
                        due_at=due, hand_by=max(hand_by, due),
                    )
                    for home in here
                ]  # fmt: skip
        WasteStop.objects.bulk_create(made)
        settle(measures=OF_A_STOP, sources=[one.pk for one in made], day=day, fresh=True)
    return len(made)


def _compounds(area: str) -> list[Place]:
    """The nearest first: one may lie in another's grounds."""
    found = Place.objects.standing().filter(below([area]), kind="compound").defer("geometry")
    return sorted(found, key=lambda one: one.path.count("."), reverse=True)


def _begun(area: str, day: date, turn: str) -> bool:
    return WasteRound.objects.filter(below([area]), day=day, turn=turn).exists()


def _miss_before(day: date) -> None:
    """What nobody told of by the end of its day was not fetched; it can still be recorded."""
    while True:
        with transaction.atomic():
            hold_tree()
            late = WasteStop.objects.filter(state="due", day__lt=day).order_by("pk")
            ids = list(late.select_for_update().values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            WasteStop.objects.filter(pk__in=ids).update(state=WasteStop.State.MISSED)
            settle(measures=OF_A_STOP, sources=ids)
