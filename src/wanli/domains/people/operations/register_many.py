"""Enter many homes and people at once: imports, the demo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.people.measures import OF_A_HOME, OF_A_PERSON
from wanli.domains.people.models import Household, KeyMark, Person, Phone, Residence
from wanli.domains.people.rules.names import pinyin
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7s


@dataclass(frozen=True, slots=True)
class NewHome:
    """The state of a door that has none yet."""

    place: UUID
    path: str
    use: str = "unknown"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be entered: where she lives, where she is registered, what is known.

    ``lives_at`` / ``registered_at``: a door as (place id, path); None with a text in
    ``lives_outside`` / ``registered_outside`` when that lies beyond the tree. One is a door.
    """

    id: UUID
    name: str
    lives_at: tuple[UUID, str] | None
    registered_at: tuple[UUID, str] | None = None
    lives_outside: str = ""
    registered_outside: str = ""
    sex: str = ""
    birth_date: date | None = None
    id_kind: str = ""
    id_number: str = ""
    phones: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    since: date | None = None

    @property
    def path(self) -> str:
        """The place that answers for her."""
        door = self.lives_at or self.registered_at
        if door is None:
            raise ValueError("a person belongs to a door, by living or by registration")
        return door[1]


def register_many(
    *,
    access: Access,
    homes: Sequence[NewHome] = (),
    people: Sequence[NewPerson] = (),
    day: date | None = None,
) -> int:
    """Insert homes and people that do not exist yet, with their ledger entries, in one
    transaction; returns how many ledger entries that made.

    ``day``: the local day on which the ledger counts them; today when not given. Permission
    ``people.edit`` at every door. A document number that is taken raises ``IntegrityError``.
    """
    for path in {home.path for home in homes} | {person.path for person in people}:
        access.require("people.edit", path)
    now = clock.now()
    with transaction.atomic():
        insert_many(
            Household,
            ("place", "path", "use", "updated_at"),
            [(home.place, home.path, home.use, now) for home in homes],
        )
        _insert_people(people)
        posted = settle(
            measures=OF_A_HOME, sources=[home.place for home in homes], day=day, fresh=True
        )
        posted += settle(
            measures=OF_A_PERSON, sources=[person.id for person in people], day=day, fresh=True
        )
    return posted


def _insert_people(people: Sequence[NewPerson]) -> None:
    now, today = clock.now(), clock.today()
    documents, phones = _documents(people), _phones(people)
    persons, residences, marks = [], [], []
    fresh = iter(uuid7s(sum(2 + len(p.marks) for p in people)))
    for p in people:
        sound, initials = pinyin(p.name)
        away = bool(p.registered_at and p.lives_at and p.registered_at != p.lives_at)
        registered_path = p.registered_at[1] if away and p.registered_at else ""
        persons.append(
            (p.id, p.path, registered_path, p.name, sound, initials, p.sex, p.birth_date)
            + (p.id_kind, *documents.get(p.id, NO_DOCUMENT), now, now)
        )
        residences += _residences(p, fresh)
        marks += [(next(fresh), p.id, p.path, kind, "", p.since or today) for kind in p.marks]
    insert_many(Person, PERSON_FIELDS, persons)
    insert_many(Residence, RESIDENCE_FIELDS, residences)
    insert_many(Phone, PHONE_FIELDS, phones)
    insert_many(KeyMark, ("id", "person", "path", "kind", "note", "since"), marks)


NO_DOCUMENT = (None, None, None)


def _documents(people: Sequence[NewPerson]) -> dict[UUID, tuple[bytes, bytes, bytes]]:
    having = [p for p in people if p.id_number]
    sealed = keyring().sealed_many(DOCUMENT, [p.id_number for p in having])
    return {p.id: kept for p, kept in zip(having, sealed, strict=True)}


def _phones(people: Sequence[NewPerson]) -> list[tuple[object, ...]]:
    said = [(p, n, number) for p in people for n, number in enumerate(p.phones, 1)]
    sealed = keyring().sealed_many(PHONE, [number for _person, _ordinal, number in said])
    return [
        (phone_id, p.id, p.path, ordinal, "", *kept)
        for phone_id, (p, ordinal, _n), kept in zip(uuid7s(len(said)), said, sealed, strict=True)
    ]


PERSON_FIELDS = (
    "id", "path", "registered_path", "name", "pinyin", "initials", "sex", "birth_date",
    "id_kind", "id_cipher", "id_index", "id_tail", "created_at", "updated_at",
)  # fmt: skip
RESIDENCE_FIELDS = (
    "id", "person", "place", "path", "outside", "registered", "actual", "since",
)  # fmt: skip
PHONE_FIELDS = ("id", "person", "path", "ordinal", "label", "cipher", "index", "tail")


def _residences(p: NewPerson, fresh: Iterator[UUID]) -> list[tuple[object, ...]]:
    if p.lives_at and p.lives_at == p.registered_at:
        place, path = p.lives_at
        return [(next(fresh), p.id, place, path, "", True, True, p.since)]
    rows: list[tuple[object, ...]] = []
    for door, outside, registered in (
        (p.lives_at, p.lives_outside, False),
        (p.registered_at, p.registered_outside, True),
    ):
        if door or outside:
            place_id, path = door or (None, p.path)
            rows.append(
                (next(fresh), p.id, place_id, path, outside, registered, not registered, p.since)
            )
    return rows
