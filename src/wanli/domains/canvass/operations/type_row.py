"""Type in one row of a sheet that came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.access import held_door, sheet_for
from wanli.domains.canvass.models import Door, Sheet, Visit
from wanli.domains.canvass.operations.record_visit import Told, record_visit
from wanli.domains.canvass.operations.withdraw_visit import withdraw_visit
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

NOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was written in a row, and on the foot of its sheet."""

    row: int
    result: str
    day: date
    """When somebody stood at the doors."""
    stood_by: str = ""
    answers: Mapping[str, str] | None = None
    note: str = ""
    next_visit: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. ``differs``: something else is recorded; nothing was changed."""

    state: Literal["recorded", "same", "differs"]
    door: Door


def type_row(
    *, access: Access, code: str, typed: Typed, visit_id: UUID | None = None, anew: bool = False
) -> Outcome:
    """Record the visit in this row of the sheet with this code.

    The same ``visit_id`` again changes nothing, nor does the same row typed a second time. When
    it was typed differently, or somebody has recorded the home otherwise, the answer is
    ``differs``, unless ``anew``: then what was typed from this sheet before is withdrawn, and
    this counts. Permission ``canvass.record`` at the sheet.
    """
    with transaction.atomic():
        hold_tree()
        sheet = sheet_for(access, code)
        door = held_door(access, _door(sheet, typed.row))
        if visit_id and Visit.objects.filter(pk=visit_id).exists():
            return Outcome("recorded", door)
        known = _known(sheet, door)
        if known and not anew:
            return Outcome("same" if _says_the_same(typed, known) else "differs", door)
        if known and isinstance(known, Visit):
            _withdraw(access, known)
        day = clock.midnight(typed.day) + NOON
        told = Told(
            result=typed.result,
            answers=typed.answers or {},
            note=typed.note,
            next_visit=typed.next_visit,
            at=min(day, clock.now()) if typed.day <= clock.today() else day,
            sheet=sheet.pk,
            stood_by=typed.stood_by,
        )
        return Outcome(
            "recorded",
            record_visit(access=access, door_id=door.pk, told=told, visit_id=visit_id),
        )


def _door(sheet: Sheet, row: int) -> UUID:
    if not sheet.first <= row < sheet.first + len(sheet.doors):
        raise Refused(
            _("这张表上只有第 {first} 到 {last} 行,请看清行号。"),
            field="row",
            first=sheet.first,
            last=sheet.first + len(sheet.doors) - 1,
        )
    return sheet.doors[row - sheet.first]


def _known(sheet: Sheet, door: Door) -> Visit | Door | None:
    """What is recorded of this row already: from the sheet itself, or else of the home."""
    typed = Visit.objects.filter(sheet=sheet, door=door, withdrawn_at=None)
    return typed.order_by("-recorded_at").first() or (door if door.settled else None)


def _says_the_same(typed: Typed, known: Visit | Door) -> bool:
    answers = {key: said for key, said in (typed.answers or {}).items() if said}
    if isinstance(known, Visit):
        return (typed.result, answers, typed.note.strip()) == (
            known.result,
            known.answers,
            known.note,
        )
    return typed.result == known.result and answers.items() <= known.answers.items()


def _withdraw(access: Access, visit: Visit) -> None:
    """Take back what was typed before. Where the home was recorded since, that stays in between."""
    try:
        withdraw_visit(access=access, visit_id=visit.pk)
    except Refused:
        visit.withdrawn_at = clock.now()
        visit.save(update_fields=["withdrawn_at"])
