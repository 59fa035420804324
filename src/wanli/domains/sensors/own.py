"""What a home sees of the sensor at its own door: what was noted, what was asked, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wanli.domains.plans.language import said
from wanli.domains.plans.personal import terms_of
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.sensors.models import DoorEvent, DoorNote, DoorQuestion, Sensor
from wanli.domains.sensors.queries import Word, words_about
from wanli.domains.sensors.vault import open_note

MOST = 60


@dataclass(frozen=True, slots=True)
class OwnOpening:
    """One opening, and what explains it in words."""

    at: datetime
    why: str
    """Empty while nobody has looked."""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """What was asked about her door, and the answer."""

    question: DoorQuestion
    note: str
    words: Sequence[Word]


@dataclass(frozen=True, slots=True)
class OwnDoor:
    """All of it."""

    hangs: bool
    mark: str
    since: datetime
    openings: Sequence[OwnOpening]
    questions: Sequence[OwnQuestion]
    notes: Sequence[Word]
    basis: str
    kept_days: int
    wait_minutes: int


def has_sensor(path: str) -> bool:
    """Whether a sensor hangs at this door, or what one heard is still kept. One query."""
    return Sensor.objects.filter(path=path).exists()


def own_door(path: str) -> OwnDoor | None:
    """What the home at ``path`` may know of its door, which is everything; None without a
    sensor."""
    sensor = Sensor.objects.filter(path=path).order_by("-hung_at").first()
    if sensor is None:
        return None
    plan = plan_in_force(path).plan
    openings = DoorEvent.objects.filter(path=path, kind="open").select_related("question")
    notes = DoorNote.objects.filter(path=path, question=None).order_by("-at")[:10]
    return OwnDoor(
        hangs=sensor.down_at is None,
        mark=sensor.mark,
        since=sensor.hung_at,
        openings=[OwnOpening(one.at, _why(one)) for one in openings.order_by("-at")[:MOST]],
        questions=[
            OwnQuestion(one, open_note(one.note_cipher), words_about(one))
            for one in DoorQuestion.objects.filter(path=path).order_by("-first_at")[:20]
        ],
        notes=[
            Word(one.starts_at, str(one.get_what_display()), open_note(one.note_cipher), "")
            for one in notes
        ],
        basis=said(plan.sensors.basis),
        kept_days=next(rule.days for rule in terms_of(plan) if rule.key == "door_events"),
        wait_minutes=plan.sensors.wait_minutes,
    )


def _why(one: DoorEvent) -> str:
    if one.because:
        return str(one.get_because_display())
    if one.question is None:
        return ""
    if one.question.state == DoorQuestion.State.ANSWERED:
        return str(one.question.get_answer_display())
    return _("居委会来问一问") if one.question.state == DoorQuestion.State.OPEN else ""
