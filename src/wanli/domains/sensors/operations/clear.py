"""Delete all that sensors heard of a home: at the release, when the plan uses none any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import pgtrigger
from django.db import transaction

from wanli.domains.audit.operations.prune import prune
from wanli.domains.ledger.entries import settle
from wanli.domains.observation.doorstep import standing_at
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.sensors.measures import MEASURES
from wanli.domains.sensors.models import (
    DoorCall,
    DoorEvent,
    DoorNote,
    DoorQuestion,
    Sensor,
    SensorSign,
)

EVERY = tuple(measure.key for measure in MEASURES)


def clear() -> int:
    """Take down the sensors of homes where nobody is observed any more, or whose plan uses none,
    and delete what they heard; how many homes that were. Needs the system's scope.

    Run as often as one likes: it finds what is left to do by looking.
    """
    with transaction.atomic():
        doors = set(Sensor.objects.values_list("path", flat=True).distinct())
    cleared = 0
    for area in sorted({area_of(path) for path in doors}):
        with transaction.atomic():
            hold_tree()
            here = Sensor.objects.filter(path__within=area).order_by("pk").select_for_update()
            homes = {one.path for one in here}
            used = plan_in_force(area).plan.sensors.used
            standing = standing_at(homes) if used else {}
            over = {path for path in homes if path not in standing}
            _erase_homes(over)
            cleared += len(over)
    return cleared


def _erase_homes(paths: Collection[str]) -> None:
    if not paths:
        return
    questions = list(DoorQuestion.objects.filter(path__in=paths).values_list("pk", flat=True))
    sensors = list(Sensor.objects.filter(path__in=paths).values_list("pk", flat=True))
    with pgtrigger.ignore():
        DoorNote.objects.filter(path__in=paths).delete()
        DoorEvent.objects.filter(sensor__in=sensors).delete()
        erase_questions(questions)
        SensorSign.objects.filter(sensor__in=sensors).delete()
        Sensor.objects.filter(pk__in=sensors).delete()
    settle(measures=EVERY, sources=[*questions, *sensors], reason="release")
    prune(Sensor.pgh_event_model.objects.filter(pgh_obj_id__in=sensors))  # type: ignore[attr-defined]


def erase_questions(questions: Sequence[UUID]) -> None:
    """Questions with their calls, answers and history; what was heard stays. In the caller's
    transaction, which settles the books."""
    with pgtrigger.ignore():
        DoorNote.objects.filter(question__in=questions).delete()
        DoorEvent.objects.filter(question__in=questions).update(question=None)
        DoorCall.objects.filter(question__in=questions).delete()
        DoorQuestion.objects.filter(pk__in=questions).delete()
    past = DoorQuestion.pgh_event_model.objects  # type: ignore[attr-defined]
    prune(past.filter(pgh_obj_id__in=questions))
