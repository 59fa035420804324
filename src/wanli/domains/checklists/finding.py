"""Find the people of a list among all of a subdistrict: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from wanli.domains.checklists.models import Match, Row
from wanli.domains.checklists.rules.evidence import BEFORE, Decision, Said, Somebody, decide
from wanli.domains.checklists.vault import SAID
from wanli.domains.people.rosters import Doors, doors_below
from wanli.domains.people.rules.names import pinyin
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.ground.fields import below
from wanli.kernel.keyring import Keyring
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

    def take(self, rows: Iterable[Any]) -> None:
        """Take these in; who is there already stays."""
        for pk, at, name, heard, document, born, phones in rows:
            if pk in self.people:
                continue
            card = bytes(document) if document else None
            numbers = frozenset(map(bytes, phones))
            one: Known = Somebody(pk, at, folded(name), heard, card, numbers, born)
            self.people[pk] = one
            if card:
                self.by_document[card].append(one)
            for number in numbers:
                self.by_phone[number].append(one)
            self.by_sound[heard].append(one)
            self.by_door[at].append(one)

    def knows_by_number(self, said: Said) -> bool:
        """Whether somebody has this document, and a name that is the same or sounds the same."""
        fits = self.by_document.get(said.document, ()) if said.document else ()
        return any(
            not said.name or one.heard == said.heard or one.name == said.name for one in fits
        )

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
    ring = keyring()
    said = [_said(ring, entry, doors) for entry in entries]
    digests = [_digest(ring, entry) for entry in entries]
    before = _before(path, digests)
    register = _register(path, said, {n for n, digest in enumerate(digests) if digest in before})
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
def _said(ring: Keyring, entry: Entry, doors: Doors | None) -> Said:
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


def _digest(ring: Keyring, entry: Entry) -> bytes:
    door = entry.door
    parts = (
        entry.name,
        entry.document.number if entry.document else "",
        *sorted(entry.phones),
        f"{door.compound}/{door.building}/{door.stairwell}/{door.room}" if door else "",
    )
    return ring.index(SAID, "\x1f".join(parts))


# ---- whom it may be about
def _register(path: str, said: Sequence[Said], open_rows: set[int]) -> _Register:
    """Those who may be meant. Whoever is found by number and name is not sought in other ways,
    but for ``open_rows``: half of a subdistrict sounds like somebody on a long list."""
    found = _Register()
    found.take(_people(path, "documents", [one.document for one in said if one.document]))
    rest = [one for n, one in enumerate(said) if n in open_rows or not found.knows_by_number(one)]
    found.take(_people(path, "phones", [index for one in rest for index in one.phones]))
    found.take(_people(path, "sounds", [one.heard for one in rest if one.heard]))
    found.take(_people(path, "doors", [one.door for one in rest if one.door]))
    return found


WAYS = {
    "documents": "p.id_index = ANY (%s::bytea[])",
    "phones": (
        "p.left_on IS NULL AND p.id IN"
        " (SELECT f.person_id FROM people_phone f WHERE f.index = ANY (%s::bytea[]))"
    ),
    "sounds": "p.left_on IS NULL AND p.pinyin = ANY (%s::text[])",
    "doors": "p.left_on IS NULL AND p.path = ANY (%s::ltree[])",
}
"""Arrays, one parameter each: five thousand placeholders cost more than the search."""


def _people(path: str, way: str, wanted: Sequence[object]) -> list[Any]:
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.path::text, p.name, p.pinyin, p.id_index, p.birth_date,"
            " ARRAY(SELECT f.index FROM people_phone f WHERE f.person_id = p.id)"
            " FROM people_person p"
            f" WHERE p.path <@ %s::ltree AND p.merged_into_id IS NULL AND {WAYS[way]}",
            [path, list(set(wanted))],
        )
        return list(cursor.fetchall())


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
