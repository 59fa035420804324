"""Families that register, for the tests of arrivals."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from wanli.domains.accounts.models import User
from wanli.domains.arrivals.form.typed import understood
from wanli.domains.arrivals.forms import form_at, terms_of
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, Returnee
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.arrivals.operations.register import Registered, Telling, register
from wanli.domains.arrivals.posters import Door, door_of
from wanli.domains.ledger.entries import settle
from wanli.domains.observation.models import Case
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.plans.models import Version
from wanli.kernel import clock
from wanli.kernel.ids import uuid7
from wanli.reading.values import _check_digit

NUMBERS = count(1)


def document(n: int | None = None) -> str:
    """A resident ID of somebody who does not exist; another one each time unless ``n`` is given."""
    body = f"42010619800101{next(NUMBERS) if n is None else n:03d}"
    return body + _check_digit(body)


def compound_of(place: Place) -> Place:
    """The compound that a place stands in."""
    return Place.objects.above(place.path).get(kind="compound")


def door_at(place: Place) -> Door:
    """Where the poster of its compound leads."""
    return door_of(way_to(compound_of(place).label))


def home_of(door: Place) -> dict[str, str]:
    """How the home with this door is picked and typed."""
    building = Place.objects.above(door.path).get(kind="building")
    stairwell = door.parent
    assert stairwell is not None
    digits = "".join(c for c in stairwell.name if c.isdigit())
    return {"building": building.label, "room": f"{digits}单元{door.name}"}


def typed(door: Place, **more: str) -> dict[str, str]:
    """One person's form, filled in."""
    today = clock.today()
    return {
        **home_of(door),
        "arrives_on": today.isoformat(),
        "transport": "train",
        "number": "G7302",
        "carriage": "5",
        "seat": "12A",
        "s1-where": "湖北武汉武昌",
        "s1-since": (today - timedelta(days=14)).isoformat(),
        "s1-until": today.isoformat(),
        "p1-name": "周小芳",
        "p1-document": document(),
        "p1-phone": "15400000001",
        "health": "no",
        **more,
    }


def registered(door: Place, *, kind: str = "self", **more: str) -> Registered:
    """A family that registered for this door."""
    at = door_at(door)
    form = form_at(at.compound.path)
    told = understood(typed(door, **more), terms_of(form))
    return register(door=at, form=form, told=told, telling=Telling(uuid7(), kind))


def verified(arrival: Arrival, door: Place) -> Person:
    """The arrival is verified, and whoever came is somebody of this home whom nobody observes."""
    person = Person.objects.filter(path=door.path, merged_into=None, left_on=None).first()
    person = person or Person.objects.create(path=door.path, name="周小芳")
    Case.objects.filter(person=person).delete()
    Returnee.objects.filter(arrival=arrival).update(person=person)
    arrival.state, arrival.settled_at = "verified", clock.now()
    arrival.save()
    settle(measures=OF_A_RETURNEE, sources=list(arrival.returnees.values_list("pk", flat=True)))
    return person


def adopted(street: Place, content: dict[str, Any], number: int) -> Version:
    """A plan of this content, in force at the subdistrict from today."""
    one, other = User.objects.order_by("pk")[:2]
    return Version.objects.create(
        place=street, path=street.path, number=number, content=content, summary="另问一句",
        effective_on=clock.today(), drafted_by=one, proposed_by=one, proposed_at=clock.now(),
        adopted_by=other, adopted_at=clock.now(),
    )  # fmt: skip
