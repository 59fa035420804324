"""Reading registrations, for the committee: masked until somebody opens them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.measures import CLASSES
from wanli.domains.arrivals.models import (
    Arrival,
    Contact,
    HandOver,
    Outcome,
    Returnee,
    Source,
    State,
    Stay,
    Transport,
    Way,
)
from wanli.domains.arrivals.vault import SAID, open_health, open_json, open_note
from wanli.domains.arrivals.verdicts import Verdict, class_name, current, explained
from wanli.domains.people.queries import age_on
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.domains.plans.rules.facts import FACT_NAMES, VALUE_NAMES
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import EVERYTHING

__all__ = ["Contact", "HandOver", "Line", "Owed", "Page", "counts", "lines", "listed", "owed"]

WHICH = ("open", "late", "coming", "verified", "closed", "erase")
OUTCOMES = [(o.value, o.label) for o in Outcome if o != Outcome.VERIFIED]
WAYS = Way.choices


@dataclass(frozen=True, slots=True)
class Line:
    """One family in the list."""

    arrival: Arrival
    address: str
    names: Sequence[str]
    origin: str
    by: str
    tried: Contact | None
    """When somebody last got in touch, or tried to."""
    sources: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What waits at somebody's places."""

    open: int = 0
    late: int = 0
    coming: int = 0
    """Still to come: not due before they have."""
    upward: int = 0
    """Late so long, or refused, that the subdistrict is told."""
    erase: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One family, with who told of it and who asked."""

    line: Line
    people: Sequence[Person]
    sources: Sequence[Telling]
    contacts: Sequence[tuple[Contact, str]]
    offer: HandOver | None
    doors: Sequence[tuple[str, str]]
    """Label and name of the homes it may be; none where it is known."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of them, masked."""

    row: Returnee
    name: str
    symptoms: Sequence[str]
    contact: bool | None
    celsius: str
    age: int | None = None
    more: Sequence[str] = ()
    """Vaccination and test, where they were asked and told."""
    cls: str = ""
    """Her class, and why, in a sentence."""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Who told of it."""

    source: Source
    names: Sequence[str]
    home: str
    differs: Sequence[str] = field(default_factory=tuple)
    """Of what else than the registration says."""


def listed(paths: Sequence[str], which: str = "open") -> QuerySet[Arrival]:
    """Registrations below these places: what is due first, of the rest the latest."""
    # The places of a page only: joined, those of all that wait would be sorted with them.
    places = Prefetch("place", Place.objects.defer("geometry"))
    found = Arrival.objects.filter(below(paths)).prefetch_related(places)
    today = clock.today()
    if which == "late":
        return found.filter(state=State.OPEN, late_since__isnull=False).order_by("verify_by", "pk")
    if which == "coming":
        return found.filter(state=State.OPEN, arrives_on__gt=today).order_by("arrives_on", "pk")
    if which == "open":
        return found.filter(state=State.OPEN, arrives_on__lte=today).order_by("verify_by", "pk")
    if which == "erase":
        asked = Source.objects.filter(
            arrival=OuterRef("pk"), erase_asked_at__isnull=False, erase_refused=""
        )
        return found.filter(Exists(asked)).order_by("-registered_at", "pk")
    if which in ("verified", "closed"):
        found = found.filter(state=which)
    return found.order_by("-registered_at", "pk")


def of_people(found: QuerySet[Arrival], people: Iterable[object]) -> QuerySet[Arrival]:
    """Of these the registrations of certain returnees."""
    return found.filter(returnees__in=list(people)).distinct()


def same_transport(found: QuerySet[Arrival], number: str) -> QuerySet[Arrival]:
    """Who came by this train or flight, carriage by carriage."""
    return found.filter(number=number).order_by("-arrives_on", "carriage", "seat", "pk")


def of_class(found: QuerySet[Arrival], cls: str) -> QuerySet[Arrival]:
    """Of these those in which somebody is of this class, or of none (``none``), and followed."""
    held = Verdict.objects.filter(arrival=OuterRef("pk"), over_at=None)
    if cls != "other":
        held = held.filter(cls="" if cls == "none" else cls)
    else:
        held = held.exclude(cls__in=["", *(key for key, _name in CLASSES)])
    return found.filter(Exists(held)).exclude(state=State.CLOSED)


def counts(paths: Sequence[str]) -> dict[str, int]:
    """How many there are in each list."""
    today = clock.today()
    open_ = Q(state=State.OPEN)
    found = Arrival.objects.filter(below(paths)).aggregate(
        open=Count("pk", filter=open_ & Q(arrives_on__lte=today)),
        late=Count("pk", filter=open_ & Q(late_since__isnull=False)),
        coming=Count("pk", filter=open_ & Q(arrives_on__gt=today)),
        verified=Count("pk", filter=Q(state=State.VERIFIED)),
        closed=Count("pk", filter=Q(state=State.CLOSED)),
    )
    found["erase"] = _erase(paths)
    return found


def _erase(paths: Sequence[str]) -> int:
    asked = Source.objects.filter(below(paths), erase_asked_at__isnull=False, erase_refused="")
    return asked.count()


def owed(paths: Sequence[str]) -> Owed:
    """What waits below these places. Two queries."""
    if not paths:
        return Owed()
    today = clock.today()
    found = Arrival.objects.filter(below(paths), state=State.OPEN).aggregate(
        open=Count("pk", filter=Q(arrives_on__lte=today)),
        late=Count("pk", filter=Q(late_since__isnull=False)),
        coming=Count("pk", filter=Q(arrives_on__gt=today)),
        upward=Count("pk", filter=Q(rung__gte=2)),
        since=Min("registered_at", filter=Q(arrives_on__lte=today)),
    )
    return Owed(**found, erase=_erase(paths))


def lines(found: Iterable[Arrival]) -> list[Line]:
    """These registrations, masked. A fixed number of queries, however many they are."""
    rows = list(found)
    ids = [one.pk for one in rows]
    people: dict[object, list[str]] = {}
    for arrival, name in (
        Returnee.objects.filter(arrival__in=ids)
        .order_by("ordinal")
        .values_list("arrival_id", "name")
    ):
        people.setdefault(arrival, []).append(mask_name(name))
    stays: dict[object, str] = {one.pk: "" for one in rows}
    for arrival, words in (
        Stay.objects.filter(arrival__in=ids).order_by("-until").values_list("arrival_id", "words")
    ):
        stays[arrival] = words
    tried: dict[object, Contact] = {}
    for contact in Contact.objects.filter(arrival__in=ids).select_related("by").order_by("at"):
        tried[contact.arrival_id] = contact
    told = dict(
        Source.objects.filter(arrival__in=ids).values_list("arrival_id").annotate(n=Count("pk"))
    )
    addresses = names(one.path for one in rows)
    return [
        Line(
            arrival=one,
            address=_address(one, addresses.get(one.path, one.place.name)),
            names=people.get(one.pk, []),
            origin=stays[one.pk],
            by=" ".join(x for x in (_by(one), one.number, one.carriage, one.seat) if x),
            tried=tried.get(one.pk),
            sources=told.get(one.pk, 0),
        )
        for one in rows
    ]


def _address(one: Arrival, address: str) -> str:
    """A home that was not found is shown as it was said."""
    return address if one.place.kind == "household" else f"{address} {one.home_words}".strip()


def _by(one: Arrival) -> str:
    return str(Transport(one.transport).label) if one.transport else ""


def page_of(access: Access, arrival: Arrival, symptoms: dict[str, str]) -> Page:
    """One family as the committee sees it before it opens anything."""
    rows = list(arrival.returnees.select_related("person").order_by("ordinal"))
    sources = list(arrival.sources.select_related("by").order_by("at"))
    verdicts = current(row.pk for row in rows)
    told = [Told.of_json(open_json(SAID, one.said_cipher)) for one in sources]
    contacts = list(arrival.contacts.select_related("by").order_by("-at"))
    return Page(
        line=lines([arrival])[0],
        people=[_masked(row, symptoms, verdicts.get(row.pk)) for row in rows],
        sources=[
            Telling(
                one,
                [mask_name(person.name) for person in said.people],
                said.home.words,
                _differs(arrival, said),
            )
            for one, said in zip(sources, told, strict=True)
        ],
        contacts=[(one, open_note(one.note_cipher)) for one in contacts],
        offer=arrival.hand_overs.filter(state="offered").select_related("place_to").first(),
        doors=_doors(access, arrival),
    )


def _masked(row: Returnee, symptoms: dict[str, str], verdict: Verdict | None) -> Person:
    health = open_health(row.health_cipher)
    return Person(
        row,
        mask_name(row.name),
        [symptoms.get(key, key) for key in health.symptoms],
        health.contact,
        "" if health.celsius is None else str(health.celsius),
        age_on(row.birth_date, clock.today()),
        [
            f"{_(FACT_NAMES[fact])} {_(VALUE_NAMES[fact][said])}"
            for fact, said in (("vaccination", health.vaccination), ("test", health.test))
            if said
        ],
        class_name(verdict) if verdict else "",
        explained(verdict) if verdict else "",
    )


def _differs(arrival: Arrival, said: Told) -> list[str]:
    """In what a telling differs from the registration: keys of fields."""
    found = []
    if said.arrives_on != arrival.arrives_on:
        found.append("arrives_on")
    if (said.transport, said.number) != (arrival.transport, arrival.number):
        found.append("transport")
    if said.home.words != arrival.home_words:
        found.append("home")
    return found


def _doors(access: Access, arrival: Arrival) -> list[tuple[str, str]]:
    if arrival.place.kind == "household":
        return []
    found = Place.objects.standing().filter(below([arrival.path]), kind="household")
    rooms = "".join(c for c in arrival.home_words if c.isalnum())
    likely = [
        (one.label, one.path)
        for one in found.defer("geometry").order_by("parent__path", "ordinal", "name")[:600]
    ]
    addresses = names([path for _label, path in likely])
    doors = [
        (label, addresses.get(path, ""))
        for label, path in likely
        if access.can("arrival.verify", path)
    ]
    return sorted(doors, key=lambda door: not (rooms and rooms[-3:] in door[1]))


def offered_to(paths: Sequence[str]) -> int:
    """How many registrations are offered to these places. One query."""
    return HandOver.objects.filter(below(paths, "path_to"), state="offered").count()


def offers(access: Access) -> list[tuple[HandOver, str, str, bool]]:
    """Offers that wait, with where from, where to, and whether the reader is to answer."""
    paths = access.paths("arrival.manage")
    found = list(
        HandOver.objects.filter(
            below(paths) | below(paths, "path_to"), state="offered"
        ).select_related("offered_by", "place_to")
        if paths
        else ()
    )
    with acting(EVERYTHING):
        where = names(
            [one.path for one in found] + [one.path_to for one in found],
            kinds=("compound",),
        )
    return [
        (
            one,
            where.get(one.path, ""),
            where.get(one.path_to, ""),
            access.can("arrival.manage", one.path_to),
        )
        for one in found
    ]
