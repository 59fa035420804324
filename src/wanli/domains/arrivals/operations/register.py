"""Keep what somebody tells of an arrival: a family in one go, told once or by several people.

Nobody's rights are asked for, and nothing of what is known already comes back: whoever tells
learns only that it was kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.form.told import Home, PersonTold, Told
from wanli.domains.arrivals.forms import Form
from wanli.domains.arrivals.gates import give_code
from wanli.domains.arrivals.links import token_digest, token_of
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, Poster, Returnee, Source, Stay
from wanli.domains.arrivals.operations.judge import judge
from wanli.domains.arrivals.posters import Door
from wanli.domains.arrivals.same import row_of, same_family
from wanli.domains.arrivals.vault import (
    ANSWERS,
    DOCUMENT,
    PHONE,
    PLATE,
    SAID,
    Health,
    keyring,
    seal_health,
    seal_json,
)
from wanli.domains.ledger.entries import settle
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.errors import Refused
from wanli.kernel.scope import EVERYTHING

Kind = Source.Kind
GONE = _("这个楼栋刚刚停用了,请重新选一次。")


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells, and how."""

    id: UUID
    """Made where it was typed: the same one again is the same telling."""
    kind: str = Kind.SELF
    by: UUID | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What whoever told it gets: the way back to her own words."""

    arrival: Arrival
    source: Source
    token: str


def register(*, door: Door, form: Form, told: Told, telling: Telling) -> Registered:
    """Keep it for the committee. The same telling again changes nothing and gives the first one
    back; another telling of the same family is kept beside the first as a source.

    ``Refused`` when the building that was picked does not stand in this compound any more.
    """
    with acting(EVERYTHING), transaction.atomic():
        hold_tree()
        _one_at_a_time(told, telling)
        if known := Source.objects.filter(pk=telling.id).select_related("arrival").first():
            return Registered(known.arrival, known, token_of(known.pk))
        place = place_of_home(door.compound.path, told.home)
        arrival = same_family(door.compound.path, place, told)
        if arrival is None:
            arrival = _new(door.poster, place, form, told)
        else:
            _added(arrival, place, told)
        source = Source.objects.create(
            id=telling.id,
            arrival=arrival,
            path=arrival.path,
            kind=telling.kind,
            by_id=telling.by,
            said_cipher=seal_json(SAID, told.as_json()),
            version_id=form.version_id,
            language=telling.language[:8],
            token=token_digest(token_of(telling.id)),
        )
        judge(arrival)
        people = list(arrival.returnees.values_list("pk", flat=True))
        settle(measures=OF_A_RETURNEE, sources=people)
        give_code(arrival, door.compound.path, len(people))
        return Registered(arrival, source, token_of(source.pk))


def place_of_home(compound: str, home: Home) -> Place:
    """The home as deep as it can be found: nobody is told how deep that was."""
    here = Place.objects.standing().filter(below([compound])).defer("geometry")
    top = here.filter(label=home.label, kind__in=("compound", "building")).first()
    if top is None:
        raise Refused(GONE, field="building")
    if not home.room or top.kind == "compound":
        return top
    if home.stairwell:
        stairwells = here.filter(parent=top, kind="stairwell")
        at = next((one for one in stairwells if _number(one.name) == int(home.stairwell)), None)
        return (here.filter(parent=at, name=home.room).first() or at) if at else top
    found = list(here.filter(below([top.path]), kind="household", name=home.room)[:2])
    return found[0] if len(found) == 1 else top


def _number(name: str) -> int | None:
    digits = "".join(c for c in name if c.isdigit())
    return int(digits) if digits else None


def _one_at_a_time(told: Told, telling: Telling) -> None:
    """Two tellings of one family wait for each other, and so does one that is sent twice: else
    neither would find the other."""
    ring = keyring()
    keys = {ring.index(DOCUMENT, one.document.number) for one in told.people if one.document}
    keys |= {ring.index(PHONE, one.phone) for one in told.people if one.phone}
    # Of an id the end: it begins with the time.
    keys.add(telling.id.bytes[8:])
    with connection.cursor() as cursor:
        for key in sorted(int.from_bytes(key[:8], "big", signed=True) for key in keys):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _new(poster: Poster, place: Place, form: Form, told: Told) -> Arrival:
    ring = keyring()
    arrival = Arrival.objects.create(
        place=place,
        path=place.path,
        poster=poster,
        home_words=told.home.words,
        arrives_on=told.arrives_on,
        arrives_at=told.arrives_at,
        transport=told.transport,
        number=told.number,
        carriage=told.carriage,
        seat=told.seat,
        plate_cipher=ring.seal(PLATE, told.plate) if told.plate else None,
        plate_index=ring.index(PLATE, told.plate) if told.plate else None,
        answers_cipher=seal_json(ANSWERS, told.answers) if told.answers else None,
        version_id=form.version_id,
        verify_by=due_at(told, form.rules.verify_hours),
    )
    keep_stays(arrival, told)
    keep_people(arrival, told.people, 1)
    return arrival


def due_at(told: Told, hours: int) -> datetime:
    """Until when it is to be verified: counted from now, or from the day on which they arrive."""
    begins = max(clock.now(), clock.midnight(told.arrives_on))
    return begins + timedelta(hours=hours)


def keep_stays(arrival: Arrival, told: Told) -> None:
    """Rows for the places that are not there yet."""
    known = {(s.words, s.since, s.until) for s in arrival.stays.all()}
    Stay.objects.bulk_create(
        Stay(
            arrival=arrival, path=arrival.path, county=one.county, words=one.words,
            since=one.since, until=one.until, passed=one.passed, abroad=one.abroad,
        )
        for one in told.stays
        if (one.words, one.since, one.until) not in known
    )  # fmt: skip


def keep_people(arrival: Arrival, people: Sequence[PersonTold], first: int) -> list[Returnee]:
    """Rows for these people, numbered from ``first``."""
    made = [_returnee(arrival, one, n) for n, one in enumerate(people, first)]
    return Returnee.objects.bulk_create(made)


def _returnee(arrival: Arrival, one: PersonTold, ordinal: int) -> Returnee:
    row = Returnee(
        arrival=arrival, path=arrival.path, ordinal=ordinal, name=one.name, sex=one.sex,
        birth_date=one.birth_date,
        health_cipher=seal_health(health_of(one)),
    )  # fmt: skip
    put_numbers(row, one)
    return row


def health_of(one: PersonTold) -> Health:
    """What she told of herself, as it is kept."""
    return Health(one.contact, one.symptoms, one.celsius, one.vaccination, one.test)


def put_numbers(row: Returnee, one: PersonTold) -> None:
    """Seal her document and her phone, where she told them; the row is not saved."""
    ring = keyring()
    if one.document:
        row.id_kind = one.document.kind
        row.id_cipher, row.id_index, row.id_tail = ring.sealed(DOCUMENT, one.document.number)
    if one.phone:
        row.phone_cipher, row.phone_index, row.phone_tail = ring.sealed(PHONE, one.phone)


def _added(arrival: Arrival, place: Place, told: Told) -> None:
    """What a later telling adds to the first one: people, numbers, places, a nearer home. What the
    two say differently stays as it was first told; the committee reads both."""
    keep_stays(arrival, told)
    rows = list(arrival.returnees.order_by("ordinal"))
    left, new = list(rows), []
    for one in told.people:
        row = row_of(left, one)
        if row is None:
            new.append(one)
        else:
            # Of two of one name each is somebody.
            left.remove(row)
            _fill_in(row, one)
    keep_people(arrival, new, max((row.ordinal for row in rows), default=0) + 1)
    if place.path.startswith(arrival.path + "."):
        move_arrival(arrival, place)


def _fill_in(row: Returnee, one: PersonTold) -> None:
    if row.id_index is None and one.document:
        row.sex = row.sex or one.sex
        row.birth_date = row.birth_date or one.birth_date
        put_numbers(row, PersonTold(one.name, document=one.document))
    if row.phone_index is None and one.phone:
        put_numbers(row, PersonTold(one.name, phone=one.phone))
    row.save()


def move_arrival(arrival: Arrival, place: Place) -> None:
    """It is about this home from now on, with all that hangs on it."""
    if arrival.path == place.path:
        return
    arrival.place, arrival.path = place, place.path
    arrival.save(update_fields=["place", "path"])
    for rows in (
        arrival.stays,
        arrival.returnees,
        arrival.sources,
        arrival.contacts,
        arrival.verdicts,
        arrival.papers,
    ):
        rows.update(path=place.path)
    people = list(arrival.returnees.values_list("pk", flat=True))
    settle(measures=OF_A_RETURNEE, sources=people)
