"""A home says by its own link what its door opens for, or opened for."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.sensors.models import DoorNote, DoorQuestion, Sensor
from wanli.domains.sensors.vault import seal_note
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused
from wanli.kernel.ids import uuid7

JUST_NOW = timedelta(minutes=10)
"""What is said of this moment counts for as long before it, too."""
BACK, AHEAD = timedelta(hours=24), timedelta(hours=12)
MOST_A_DAY = 60


def say(
    *,
    access: Access,
    path: str,
    what: str,
    words: str = "",
    at: datetime | None = None,
    question_id: UUID | None = None,
    note_id: UUID | None = None,
) -> DoorNote:
    """What the door of the home at ``path`` opens for at ``at`` (now, if none is given), or what
    she answers to a question. The same ``note_id`` again changes nothing.

    Permission ``observation.record``, which the home has for itself. ``Hidden`` where no sensor
    hangs.
    """
    if what not in DoorNote.What.values:
        raise Refused(_("请点一样:开门做什么。"), field="what")
    if what == DoorNote.What.OTHER and len(words.strip()) < 2:
        raise Refused(_("请写几个字:开门做什么。"), field="words")
    now = clock.now()
    if at is not None and not now - BACK <= at <= now + AHEAD:
        raise Refused(_("只能说这一天里的时间。请核对。"), field="at")
    access.require("observation.record", path)
    with transaction.atomic():
        hold_tree()
        known = DoorNote.objects.filter(pk=note_id, path=path).first() if note_id else None
        if known:
            return known
        sensor = Sensor.objects.filter(path=path).order_by("-hung_at").first()
        if sensor is None:
            raise Hidden
        question = _question(path, question_id)
        if DoorNote.objects.filter(path=path, at__gte=now - BACK).count() >= MOST_A_DAY:
            raise Refused(_("今天说得太多,系统不再记。有事请打电话给居委会。"))
        starts, ends = _span(question, at, now, plan_in_force(path).plan.sensors.note_minutes)
        return DoorNote.objects.create(
            id=note_id or uuid7(), place_id=sensor.place_id, path=path, what=what,
            note_cipher=seal_note(words), starts_at=starts, ends_at=ends, at=now,
            question=question,
        )  # fmt: skip


def _question(path: str, question_id: UUID | None) -> DoorQuestion | None:
    if question_id is None:
        return None
    found = DoorQuestion.objects.filter(pk=question_id, path=path).first()
    if found is None:
        raise Hidden
    return found


def _span(
    question: DoorQuestion | None, at: datetime | None, now: datetime, minutes: int
) -> tuple[datetime, datetime]:
    if question is not None:
        return question.first_at, question.last_at + timedelta(minutes=1)
    moment = at or now
    return moment - JUST_NOW, moment + timedelta(minutes=minutes)
