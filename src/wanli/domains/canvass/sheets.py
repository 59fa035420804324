"""Reading sheets of paper: what stands on them, and how far they are typed back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from wanli.domains.canvass.models import Door, Sheet, SheetPhoto, Visit
from wanli.domains.places.queries import in_order
from wanli.ground.fields import below


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet as it is in the books now."""

    number: int
    door: Door
    visit: Visit | None
    """What was typed in from this sheet."""

    @property
    def settled(self) -> bool:
        """Whether the home is done, in whatever way."""
        return self.door.settled


def rows_of(sheet: Sheet) -> list[SheetRow]:
    """The homes on a sheet, row by row. A home that moved out of sight is left out."""
    doors = Door.objects.filter(pk__in=sheet.doors).select_related("place").in_bulk()
    for door in doors.values():
        door.campaign = sheet.campaign
    typed = {
        visit.door_id: visit
        for visit in Visit.objects.filter(sheet=sheet, withdrawn_at=None).order_by("recorded_at")
    }
    for door_id in typed.keys() & doors.keys():
        typed[door_id].door = doors[door_id]
    return [
        SheetRow(sheet.first + index, doors[door_id], typed.get(door_id))
        for index, door_id in enumerate(sheet.doors)
        if door_id in doors
    ]


def photos_of(sheet: Sheet) -> list[SheetPhoto]:
    """Its pictures, the latest first."""
    return list(sheet.photos.order_by("-taken_at"))


@dataclass(frozen=True, slots=True)
class Handed:
    """A sheet that was printed, and how many of its rows came back."""

    sheet: Sheet
    rows: int
    typed: int

    @property
    def done(self) -> bool:
        return self.typed >= self.rows


def handed_out(paths: Iterable[str], *, at_most: int = 60) -> list[Handed]:
    """Sheets of running campaigns below these subtrees: begun ones first, then the latest
    printed; those typed back whole come last. Three queries."""
    typed = Count("visits__door", filter=Q(visits__withdrawn_at=None), distinct=True)
    found = (
        Sheet.objects.filter(below(paths), campaign__closed_on=None)
        .select_related("campaign", "place")
        .annotate(typed=typed)
        .order_by("-printed_at", "page")
    )
    walked = in_order(found[: at_most * 4])
    walked.sort(key=lambda sheet: sheet.printed_at.date(), reverse=True)
    listed = [Handed(sheet, len(sheet.doors), sheet.typed) for sheet in walked]
    listed.sort(key=lambda one: (one.done, one.typed == 0))
    return listed[:at_most]
