"""Say where somebody lives from now on, or where she is registered."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.people.access import person_for
from wanli.domains.people.answering import follow_residences
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import HomeUse, Household, Person, Residence
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.domains.places.access import Place, held_place
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

Side = Literal["actual", "registered"]


def change_residence(
    *, access: Access, person_id: UUID, side: Side, label: str = "", outside: str = ""
) -> Person:
    """From today this side of a person's residence is the door with this label, or a place
    outside in words, or, with neither, unknown. What was before is kept with its end.

    The other side stays. Saying the same again changes nothing. Somebody who had moved out is
    here again; an empty home is lived in. Permission ``people.edit`` at both doors.
    """
    with transaction.atomic():
        hold_tree()
        person = person_for(access, person_id, "people.edit")
        door = _door(access, label) if label else None
        person = Person.objects.select_for_update().get(pk=person.pk)
        outside = "" if door else " ".join(outside.split())[:120]
        if _move(person, side, door, outside):
            person.left_on = None
            follow_residences(person)
            settle(measures=OF_A_PERSON, sources=[person.pk])
            if door and side == "actual":
                _live_in(access, door)
    return person


def _door(access: Access, label: str) -> Place:
    door = held_place(access, label, "people.edit")
    if door.kind != "household":
        raise Refused(_("请选一户在用的房屋。"), field="target")
    return door


def _move(person: Person, side: Side, door: Place | None, outside: str) -> bool:
    """Whether anything changed."""
    here = (door.pk if door else None, outside)
    present = list(person.residences.filter(until=None))
    now = next((row for row in present if getattr(row, side)), None)
    if (now and (now.place_id, now.outside) == here) or not (now or any(here)):
        return False
    if now:
        _end(now, side)
    if any(here):
        same = next((r for r in present if (r.place_id, r.outside) == here and not r.until), None)
        row = same or Residence(
            person=person,
            place=door,
            path=door.path if door else person.path,
            outside=outside,
            since=clock.today(),
        )
        setattr(row, side, True)
        row.save()
    return True


def _end(row: Residence, side: Side) -> None:
    """One row may say both sides: the other one goes on."""
    if row.actual and row.registered:
        setattr(row, side, False)
    else:
        row.until = clock.today()
    row.save()


def _live_in(access: Access, door: Place) -> None:
    home = Household.objects.filter(place=door).first()
    if home is None or home.use == HomeUse.EMPTY:
        set_home_use(access=access, label=door.label, use=HomeUse.LIVED_IN)
