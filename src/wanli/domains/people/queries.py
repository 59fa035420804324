"""Reading people and homes; masked, until ``operations.open_fields``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from wanli.domains.ledger.queries import figures
from wanli.domains.people.models import Household, KeyMark, MarkKind, Person, Residence, Roster
from wanli.domains.people.vault import DOCUMENT, FILE, PHONE, keyring
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.masking import mask_birth, mask_document, mask_name, mask_phone

IN_THE_BOOKS = {
    ("any", ""): "key_persons",
    ("", "elsewhere"): "registered_elsewhere",
    **{(kind, ""): f"key_{kind}" for kind in MarkKind.values},
}
"""Filters by mark and registration, and the measure that counts the same people."""
ROOM = re.compile(
    r"^\s*(?P<building>\d+)\s*(?:号楼|号|栋|幢|-|#)\s*"
    r"(?:(?P<stairwell>\d+)\s*(?:单元|-))?\s*(?P<room>\d{3,4})\s*室?\s*$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A person in a list: masked."""

    id: UUID
    name: str
    sex: str
    age: int | None
    path: str
    address: str = ""
    registered_elsewhere: bool = False
    lives_elsewhere: bool = False
    marks: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which people are asked for."""

    paths: tuple[str, ...]
    mark: str = ""
    registered: str = ""
    """``elsewhere``: live here, registered elsewhere; ``absent``: the other way round."""
    ids: tuple[UUID, ...] | None = None


def people(wanted: Filter) -> QuerySet[Person]:
    """The persons asked for who are here, in the order of their doors."""
    found = Person.objects.filter(below(wanted.paths), merged_into=None, left_on=None)
    by_door = "path"
    if wanted.mark == "any":
        found = found.filter(Exists(KeyMark.objects.filter(person=OuterRef("pk"), until=None)))
    elif wanted.mark:
        # Few of many: found by the marks, which stand in the order of the same doors.
        marked = Q(below(wanted.paths, "marks__path"), marks__until=None)
        found, by_door = found.filter(marked, marks__kind=wanted.mark), "marks__path"
    if wanted.registered == "elsewhere":
        found = found.filter(Exists(_living(registered=False, place__isnull=False)))
    elif wanted.registered == "absent":
        # As above.
        away = Q(below(wanted.paths, "residences__path"), residences__until=None)
        found = found.filter(away, residences__actual=True, residences__place=None)
        by_door = "residences__path"
    if wanted.ids is not None:
        found = found.filter(pk__in=wanted.ids)
    return found.order_by(by_door, "birth_date", "id")


def _living(**so: bool) -> QuerySet[Residence]:
    return Residence.objects.filter(person=OuterRef("pk"), until=None, actual=True, **so)


def how_many(wanted: Filter) -> int | None:
    """How many they are, where the books keep that figure: nobody is counted. One query."""
    narrowed = (wanted.mark, wanted.registered)
    if wanted.ids is not None or narrowed not in IN_THE_BOOKS:
        return None
    labels = [path.rsplit(".", 1)[-1] for path in wanted.paths]
    found = figures(labels=labels, measures=[IN_THE_BOOKS[narrowed]])
    return sum(figure.stock for figure in found)


def newest(paths: Iterable[str], *, at_most: int) -> list[UUID]:
    """Who was entered last below these subtrees and is still here."""
    found = Person.objects.filter(below(paths), merged_into=None, left_on=None)
    return list(found.order_by("-pk").values_list("pk", flat=True)[:at_most])


def lines(persons: Iterable[Person]) -> list[Line]:
    """Masked lines with address and marks. Three queries for any number of persons."""
    listed = list(persons)
    ids = [person.pk for person in listed]
    marks: dict[UUID, list[str]] = {}
    for person_id, kind in KeyMark.objects.filter(person__in=ids, until=None).values_list(
        "person_id", "kind"
    ):
        marks.setdefault(person_id, []).append(str(MarkKind(kind).label))
    away: dict[UUID, tuple[bool, bool]] = {}
    for person_id, registered, place_id in Residence.objects.filter(
        person__in=ids, until=None, actual=True
    ).values_list("person_id", "registered", "place_id"):
        away[person_id] = (not registered and place_id is not None, place_id is None)
    addresses = names(person.path for person in listed)
    return [
        Line(
            id=person.pk,
            name=mask_name(person.name),
            sex=str(person.get_sex_display()) if person.sex else "",
            age=age_on(person.birth_date, clock.today()),
            path=person.path,
            address=addresses.get(person.path, ""),
            registered_elsewhere=away.get(person.pk, (False, False))[0],
            lives_elsewhere=away.get(person.pk, (False, False))[1],
            marks=tuple(marks.get(person.pk, ())),
        )
        for person in listed
    ]


def in_batches(found: QuerySet[Person], *, size: int = 2000) -> Iterator[list[Person]]:
    """All of them, so many at a time."""
    batch: list[Person] = []
    for person in found.iterator(chunk_size=size):
        batch.append(person)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def at_home(place: Place) -> list[Line]:
    """Who lives, or is registered, behind this door."""
    return lines(
        Person.objects.filter(path=place.path, merged_into=None, left_on=None).order_by(
            "birth_date", "id"
        )
    )


def once_at_home(place: Place) -> list[Line]:
    """Who lived behind this door and has moved out of the subdistrict since."""
    return lines(
        Person.objects.filter(path=place.path, merged_into=None, left_on__isnull=False).order_by(
            "-left_on", "id"
        )[:20]
    )


@dataclass(frozen=True, slots=True)
class Masked:
    """What is sealed of a person, as far as it may be shown unasked."""

    name: str
    birth_date: str
    document: str
    phones: tuple[tuple[UUID, str], ...]
    """Id and masked number."""


def masked(person: Person) -> Masked:
    """The person's own fields, masked. One query."""
    ring = keyring()
    born = person.birth_date
    return Masked(
        name=mask_name(person.name),
        birth_date=mask_birth(born) if born else "",
        document=mask_document(ring.open(DOCUMENT, person.id_cipher)) if person.id_cipher else "",
        phones=tuple(
            (phone_id, mask_phone(ring.open(PHONE, cipher)))
            for phone_id, cipher in person.phones.order_by("ordinal").values_list("id", "cipher")
        ),
    )


@dataclass(frozen=True, slots=True)
class Described:
    """One field of a person: what it is compared by, and what may be shown of it."""

    key: str
    name: str
    value: object
    shown: str


def described(person: Person) -> list[Described]:
    """The fields in which two records of one person may differ, masked. Three queries."""
    kept = masked(person)
    present = {
        side: next((r for r in residences(person) if r.until is None and getattr(r, side)), None)
        for side in ("actual", "registered")
    }
    addresses = names(r.path for r in present.values() if r and r.place_id)
    where = {
        side: (addresses.get(r.path, "") if r.place_id else r.outside) if r else ""
        for side, r in present.items()
    }
    places = {side: (r.place_id, r.outside) if r else None for side, r in present.items()}
    return [
        Described("name", _("姓名"), person.name, kept.name),
        Described(
            "sex", _("性别"), person.sex, str(person.get_sex_display()) if person.sex else ""
        ),
        Described("birth_date", _("出生日期"), person.birth_date, kept.birth_date),
        Described(
            "document",
            _("证件"),
            bytes(person.id_index or b""),
            f"{person.get_id_kind_display()} {kept.document}".strip(),
        ),
        Described("actual", _("实际居住"), places["actual"], where["actual"]),
        Described("registered", _("户籍"), places["registered"], where["registered"]),
    ]


def residences(person: Person) -> list[Residence]:
    """Where a person lives, lived and is registered; present ones first."""
    return list(person.residences.select_related("place").order_by("-until", "-actual", "id"))


def marks_of(person: Person) -> list[KeyMark]:
    """Why a person needs particular care, at present."""
    return list(person.marks.filter(until=None).order_by("kind"))


def homes_below(paths: Iterable[str], *, use: str = "") -> QuerySet[Household]:
    """The doors below these subtrees, in order. The label of each is the last part of its path:
    joined to its place, the planner reads all doors to show fifty."""
    found = Household.objects.filter(below(paths))
    if use:
        found = found.filter(use=use)
    return found.order_by("path")


def find_people(said: str, *, at_most: int = 20) -> list[Line]:
    """People by Chinese name, full pinyin, initials, whole number or last four digits.

    Only people in the reader's scope. Exact numbers come first, then names, then sounds. The
    number of a door is nobody's name.
    """
    said = said.strip()[:60]
    if ROOM.match(said):
        return []
    ring = keyring()
    compact = re.sub(r"[\s-]", "", said).upper()
    sound = compact.lower() if re.fullmatch(r"[A-Za-z]{2,}", compact) else ""
    whole, tail = [], []
    if re.fullmatch(r"[0-9A-Z]{7,20}", compact) and not sound:
        whole = [ring.index(DOCUMENT, compact), ring.index(PHONE, compact)]
    if re.fullmatch(r"\d{3}[0-9X]", compact):
        tail = [ring.tail(DOCUMENT, compact), ring.tail(PHONE, compact)]
    name = "" if sound or whole or tail else said.replace("%", "").replace("_", "")
    if not (name or sound or whole or tail):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM people_find(%s, %s, %s::bytea[], %s::bytea[], %s)",
            [name, sound, whole, tail, at_most],
        )
        ids = [row[0] for row in cursor.fetchall()]
    order = {person_id: number for number, person_id in enumerate(ids)}
    found = lines(Person.objects.filter(pk__in=ids))
    return sorted(found, key=lambda line: order[line.id])


def find_homes(said: str, *, at_most: int = 20) -> list[tuple[Place, str]]:
    """Doors by room: 12-301, 12号301室, 12号楼1单元301."""
    match = ROOM.match(said)
    if match is None:
        return []
    doors = Place.objects.standing().filter(
        kind="household",
        name=match["room"],
        parent__parent__name=f"{int(match['building'])}号楼",
    )
    if match["stairwell"]:
        doors = doors.filter(parent__name=f"{int(match['stairwell'])}单元")
    found = list(doors.order_by("path")[:at_most])
    addresses = names(door.path for door in found)
    return [(door, addresses.get(door.path, door.name)) for door in found]


class Age(int):
    """Completed years, which for an infant say little: it knows its months too."""

    months: int

    def __new__(cls, months: int) -> Self:
        found = super().__new__(cls, months // 12)
        found.months = months
        return found


def age_on(born: date | None, day: date) -> Age | None:
    """How old somebody is on a day; None where nobody knows, below nought before she is born."""
    if born is None:
        return None
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return Age(months)


def rosters(paths: Iterable[str], *, at_most: int = 50) -> list[Roster]:
    """Files handed in at these subtrees, the latest first; without their contents."""
    return list(
        Roster.objects.filter(below(paths))
        .select_related("place", "by")
        .defer("content", "refused_rows")
        .order_by("-created_at")[:at_most]
    )


def taken(documents: Iterable[bytes]) -> set[bytes]:
    """Which of these documents (their index) belong to somebody, seen by the reader or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_taken(%s::bytea[])", [list(documents)])
        return {bytes(row[0]) for row in cursor.fetchall()}


def handed_in_by(roster_id: UUID) -> UUID | None:
    """Who handed a file in."""
    return Roster.objects.filter(pk=roster_id).values_list("by_id", flat=True).first()


def refused_rows(roster: Roster) -> bytes | None:
    """The workbook of the rows that were not entered."""
    if roster.refused_rows is None:
        return None
    return keyring().open_bytes(FILE, roster.refused_rows)


def use_of_home(place_id: UUID) -> str:
    """The state of the door at this place; nothing where none is known."""
    return Household.objects.filter(place=place_id).values_list("use", flat=True).first() or ""


def doors_lived_in(path: str, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Path and room number of every standing door at or below a place where somebody lives, and
    of those whose paths the caller knows better.

    Two queries: joined, the planner would hold each door against everybody.
    """
    living = Person.objects.filter(below([path]), left_on=None)
    behind = {*living.order_by().values_list("path", flat=True).distinct(), *also}
    doors = Place.objects.standing().filter(below([path]), kind="household")
    return [(at, name) for at, name in doors.values_list("path", "name") if at in behind]


def record_of(person_id: UUID) -> UUID:
    """The record that counts for somebody: where hers was merged into another one, that one."""
    while True:
        into = Person.objects.filter(pk=person_id).values_list("merged_into", flat=True).first()
        if into is None:
            return person_id
        person_id = into
