"""Type in one row of a sheet that came back, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.access import Contact, RoundSheet, held_contact, sheet_for
from wanli.domains.contacts.models import Home
from wanli.domains.contacts.operations.record import record_contact, take_back
from wanli.domains.contacts.vault import open_note
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

NOON = timedelta(hours=12)
LONGEST = timedelta(days=60)
"""An older sheet is of a round that nobody looks at any more."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was ticked in a row, and stands for the whole sheet."""

    row: int
    outcome: str
    way: str
    day: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. ``differs``: the row was typed otherwise; nothing was changed."""

    state: Literal["recorded", "same", "differs"]
    home: Home


def type_row(
    *, access: Access, code: str, typed: Typed, contact_id: UUID, anew: bool = False
) -> Outcome:
    """Record the contact in this row of the sheet with this code.

    The same ``contact_id`` again changes nothing, nor does the same row typed a second time. When
    it was typed differently the answer is ``differs``, unless ``anew``: then what was typed from
    this sheet before is withdrawn, and this counts. Permission ``contact.record`` at the sheet.
    """
    with transaction.atomic():
        hold_tree()
        sheet = sheet_for(access, code)
        home = _home(sheet, typed.row)
        if Contact.objects.filter(pk=contact_id).exists():
            return Outcome("recorded", home)
        _check_day(typed.day)
        before = Contact.objects.filter(sheet=sheet, place=home.place_id, withdrawn_at=None)
        known = before.order_by("-at", "-pk").first()
        if known and not anew:
            return Outcome("same" if _says_the_same(typed, known) else "differs", home)
        if known:
            take_back(known)
        record_contact(
            access=access, label=home.place.label, contact_id=contact_id, way=typed.way,
            outcome=typed.outcome, note=typed.note, sheet=sheet,
            at=min(clock.midnight(typed.day) + NOON, clock.now()),
        )  # fmt: skip
        return Outcome("recorded", home)


def undo_row(*, access: Access, code: str, contact_id: UUID) -> Contact:
    """It was a slip at the keyboard, of whatever day the sheet is. Twice changes nothing.
    ``Hidden`` for what was not typed from this sheet."""
    with transaction.atomic():
        hold_tree()
        sheet = sheet_for(access, code)
        contact = held_contact(access, contact_id)
        if contact.sheet_id != sheet.pk:
            raise Hidden
        if contact.withdrawn_at is None:
            take_back(contact)
    return contact


def _home(sheet: RoundSheet, row: int) -> Home:
    last = sheet.first + len(sheet.homes) - 1
    if not sheet.first <= row <= last:
        raise Refused(
            _("这张表上只有第 {first} 到 {last} 行,请看清行号。"),
            field="row", first=sheet.first, last=last,
        )  # fmt: skip
    rows = Home.objects.select_related("place").filter(place__retired_on=None)
    found = rows.filter(pk=sheet.homes[row - sheet.first]).first()
    if found is None:
        raise Refused(_("这一户已经撤掉或并掉了,不用记。"), field="row")
    return found


def _check_day(day: date) -> None:
    if not clock.today() - LONGEST <= day <= clock.today():
        raise Refused(_("请写今天或以前 60 天以内的一天。"), field="day")


def _says_the_same(typed: Typed, known: Contact) -> bool:
    return (typed.outcome, typed.way, typed.note.strip()) == (
        known.outcome, known.way, open_note(known.note_cipher),
    )  # fmt: skip
