"""Somebody lives behind another door from now on."""

from __future__ import annotations

from uuid import UUID

from wanli.domains.ledger.entries import settle
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import KeyMark, Person, Phone, Residence
from wanli.kernel import clock
from wanli.kernel.access import Access


def move_in(*, access: Access, person: Person, door: tuple[UUID, str]) -> None:
    """Let a person, locked by the caller, live behind this door, as (place id, path).

    Where she is registered stays as it is. In the caller's transaction; permission
    ``people.edit`` at both doors. Moving to where one lives changes nothing.
    """
    place_id, path = door
    access.require("people.edit", person.path)
    access.require("people.edit", path)
    present = {r.pk: r for r in person.residences.filter(until=None)}
    actual = next((r for r in present.values() if r.actual), None)
    if actual and actual.place_id == place_id:
        return
    today = clock.today()
    if actual and actual.registered:
        actual.actual = False
        actual.save(update_fields=["actual"])
        person.registered_path = actual.path
    elif actual:
        actual.until = today
        actual.save(update_fields=["until"])
    registered = next((r for r in present.values() if r.registered), None)
    if registered and registered.place_id == place_id:
        registered.actual = True
        registered.save(update_fields=["actual"])
        person.registered_path = ""
    else:
        Residence.objects.create(
            person=person, place_id=place_id, path=path, actual=True, since=today
        )
        if registered and registered.place_id:
            person.registered_path = registered.path
    person.path = path
    person.left_on = None
    person.updated_at = clock.now()
    person.save(update_fields=["path", "registered_path", "left_on", "updated_at"])
    Phone.objects.filter(person=person).update(path=path)
    KeyMark.objects.filter(person=person).update(path=path)
    Residence.objects.filter(person=person, place=None).update(path=path)
    settle(measures=OF_A_PERSON, sources=[person.pk])
