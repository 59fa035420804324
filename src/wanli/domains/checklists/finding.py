"""Find the people of a list among all of a subdistrict: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wanli.domains.checklists.models import Match, Row
from wanli.domains.checklists.rules.evidence import BEFORE, Decision, Said, Somebody, decide
from wanli.domains.checklists.vault import SAID
from wanli.domains.people.models import Person, Phone
from wanli.domains.people.rosters import Doors, doors_below
from wanli.domains.people.rules.names import pinyin
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.ground.fields import below
from wanli.reading.roster import Entry
from wanli.reading.values import Unreadable
from wanli.reading.variants import folded

Known = Somebody[UUID]


@dataclass(frozen=True, slots=True)
class Sought:
    """A row and what came of looking for its person."""

    entry: Entry
    digest: bytes
    decision: Decision[UUID]


@dataclass(slots=True)
class _Register:
    """Those of the register who may be meant, found again in four ways."""

    people: dict[UUID, Known] = field(default_factory=dict)
    by_document: dict[bytes, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[bytes, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_sound: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_door: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))

    def about(self, said: Said) -> Iterator[Known]:
        """Each once."""
        seen: set[UUID] = set()
        ways = [
            self.by_document.get(said.document, ()) if said.document else (),
            *(self.by_phone.get(one, ()) for one in said.phones),
            self.by_sound.get(said.heard, ()) if said.heard else (),
            self.by_door.get(said.door, ()) if said.door else (),
        ]
        for way in ways:
            for one in way:
                if one.id not in seen:
                    seen.add(one.id)
                    yield one


def find(path: str, entries: Sequence[Entry]) -> list[Sought]:
    """What each row of a list says, held against everybody below ``path``; in their order.

    Needs a scope over all of them.
    """
    doors = doors_below(path) if any(entry.door for entry in entries) else None
    said = [_said(entry, doors) for entry in entries]
    register = _register(path, said)
    digests = [_digest(entry) for entry in entries]
    before = _before(path, digests)
    return [
        Sought(entry, digest, _decide(register, one, before.get(digest)))
        for entry, one, digest in zip(entries, said, digests, strict=True)
    ]


def _decide(register: _Register, said: Said, before: _Before | None) -> Decision[UUID]:
    """Who was said to be meant, or not, by the same words before, is not asked about again."""
    if before and before.her and (one := register.people.get(before.her)):
        return Decision("certain", ((one, BEFORE),), BEFORE)
    refused = before.not_her if before else ()
    return decide(said, (one for one in register.about(said) if one.id not in refused))


# ---- what a row says
def _said(entry: Entry, doors: Doors | None) -> Said:
    ring = keyring()
    return Said(
        name=folded(entry.name),
        heard=pinyin(entry.name)[0] if entry.name else "",
        document=ring.index(DOCUMENT, entry.document.number) if entry.document else None,
        phones=frozenset(ring.index(PHONE, number) for number in entry.phones),
        birth_date=entry.birth_date,
        door=_door(entry, doors),
    )


def _door(entry: Entry, doors: Doors | None) -> str:
    if entry.door is None or doors is None:
        return ""
    try:
        found = doors.find(entry.door, create=False)
    except Unreadable:
        return ""
    return found[1] if isinstance(found, tuple) else ""


def _digest(entry: Entry) -> bytes:
    door = entry.door
    parts = (
        entry.name,
        entry.document.number if entry.document else "",
        *sorted(entry.phones),
        f"{door.compound}/{door.building}/{door.stairwell}/{door.room}" if door else "",
    )
    return keyring().index(SAID, "\x1f".join(parts))


# ---- whom it may be about
def _register(path: str, said: Iterable[Said]) -> _Register:
    wanted = list(said)
    here = Person.objects.filter(below([path]), merged_into=None)
    documents = {one.document for one in wanted if one.document}
    phones = {index for one in wanted for index in one.phones}
    sounds = {one.heard for one in wanted if one.heard}
    doors = {one.door for one in wanted if one.door}
    with_phone = Phone.objects.filter(below([path]), index__in=list(phones))
    rows: dict[UUID, Any] = {
        **_rows(here.filter(id_index__in=list(documents))),
        **_rows(
            here.filter(pk__in=list(with_phone.values_list("person_id", flat=True)), left_on=None)
        ),
        **_rows(here.filter(pinyin__in=list(sounds), left_on=None)),
        **_rows(here.filter(path__in=list(doors), left_on=None)),
    }
    numbers: dict[UUID, set[bytes]] = defaultdict(set)
    for person, index in (
        Phone.objects.filter(person__in=list(rows))
        .values_list("person_id", "index")
        .iterator(10_000)
    ):
        numbers[person].add(bytes(index))
    found = _Register()
    for pk, at, name, heard, document, born in rows.values():
        card = bytes(document) if document else None
        one: Known = Somebody(
            pk, at, folded(name), heard, card, frozenset(numbers.get(pk, ())), born
        )
        found.people[pk] = one
        if card:
            found.by_document[card].append(one)
        for number in one.phones:
            found.by_phone[number].append(one)
        found.by_sound[heard].append(one)
        found.by_door[at].append(one)
    return found


def _rows(people: QuerySet[Person]) -> dict[UUID, Any]:
    columns = ("id", "path", "name", "pinyin", "id_index", "birth_date")
    return {row[0]: row for row in people.order_by().values_list(*columns).iterator(10_000)}


# ---- what was said of the same words before
@dataclass(slots=True)
class _Before:
    her: UUID | None = None
    not_her: set[UUID] = field(default_factory=set)


def _before(path: str, digests: Iterable[bytes]) -> dict[bytes, _Before]:
    rows = Row.objects.filter(below([path]), said__in=list(set(digests)))
    earlier = (
        Match.objects.filter(row__in=rows, recognised=True)
        .exclude(state=Match.State.OFFERED)
        .order_by("pk")
        .values_list("row__said", "person", "state")
    )
    found: dict[bytes, _Before] = {}
    for said, person, state in earlier:
        one = found.setdefault(bytes(said), _Before())
        if state == Match.State.NOT_HER:
            one.not_her.add(person)
            one.her = None if one.her == person else one.her
        elif state in (Match.State.ASKING, Match.State.DONE):
            one.her = person
            one.not_her.discard(person)
    return found
