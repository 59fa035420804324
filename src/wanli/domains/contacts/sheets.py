"""Reading the sheets of a round: what stands on them, and how far they are typed back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from wanli.domains.contacts.models import Contact, Home, RoundSheet, State
from wanli.domains.contacts.vault import open_note
from wanli.ground.fields import below


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet as it is in the books now."""

    number: int
    home: Home
    contact: Contact | None
    """What was typed in from this sheet."""
    note: str

    @property
    def reached(self) -> bool:
        """Whether the home is reached in the round that runs, in whatever way."""
        return self.home.state == State.REACHED


def rows_of(sheet: RoundSheet) -> list[SheetRow]:
    """The homes on a sheet, row by row; one that is no home any more is left out. Two queries."""
    rows = Home.objects.filter(pk__in=sheet.homes, place__retired_on=None).select_related("place")
    homes = {one.pk: one for one in rows.defer("place__geometry")}
    typed = {one.place_id: one for one in sheet.contacts.filter(withdrawn_at=None).order_by("at")}
    found = []
    for at, pk in enumerate(sheet.homes):
        if home := homes.get(pk):
            contact = typed.get(home.place_id)
            note = open_note(contact.note_cipher) if contact else ""
            found.append(SheetRow(sheet.first + at, home, contact, note))
    return found


@dataclass(frozen=True, slots=True)
class Handed:
    """A sheet that was printed, and how many of its rows came back."""

    sheet: RoundSheet
    rows: int
    typed: int

    @property
    def done(self) -> bool:
        """Whether all of it is typed back."""
        return self.typed >= self.rows


def handed_out(paths: Iterable[str], *, at_most: int = 60) -> list[Handed]:
    """The latest sheets below these subtrees: begun ones first, those typed back whole last."""
    typed = Count("contacts__place", filter=Q(contacts__withdrawn_at=None), distinct=True)
    rows = RoundSheet.objects.filter(below(paths)).select_related("place").defer("place__geometry")
    rows = rows.annotate(typed=typed).order_by("-printed_at", "path", "page")
    listed = [Handed(one, len(one.homes), one.typed) for one in rows[:at_most]]
    return sorted(listed, key=lambda one: (one.done, one.typed == 0))
