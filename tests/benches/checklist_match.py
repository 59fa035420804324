"""A list of 5,000 rows held against 80,000 people, a labelled set of hard pairs among them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from django.db import transaction

from tests.benches.bench import Result, Site, slower_is_worse
from wanli.demo.generate import names
from wanli.domains.checklists.finding import find
from wanli.domains.people.models import Person
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names as addresses
from wanli.reading import values
from wanli.reading.roster import Entry

ROWS, HARD, LOOPED = 5000, 2000, 60
VARIANTS = dict(
    zip("升峰坤哲国华宝陈张吴杨刘铁杰群", "昇峯堃喆國華寶陳張吳楊劉鐵傑羣", strict=True)
)
ALIKE = dict(zip("张丽伟晓佳静文宇明志华欣红芳", "章莉维小嘉敬雯雨鸣智桦新宏方", strict=True))
"""Characters of the same sound."""


@dataclass(frozen=True)
class Known:
    """Somebody of the register, in the clear."""

    id: UUID
    name: str
    document: str
    phone: str
    door: values.Door | None
    born: date | None


def measure(site: Site) -> Result:
    with transaction.atomic():
        street = Place.objects.get(kind="subdistrict", name="万里街道")
        people = _people(street.path)
        everybody = Person.objects.filter(path__within=street.path, merged_into=None).count()
    rows = list(_rows(Random(20200214), people))
    entries = [entry for entry, _whom in rows]
    taken = []
    for _again in range(3):
        with transaction.atomic():
            began = time.perf_counter()
            found = find(street.path, entries)
            taken.append(time.perf_counter() - began)
    seconds = sorted(taken)[1]
    precision, recall, hard = _right(rows, [one.decision for one in found])
    with transaction.atomic():
        loop = _loop(street.path, entries[:: ROWS // LOOPED][:LOOPED]) * len(entries)
    note = (
        f"{len(entries)} rows against {everybody} people of the full demo, median of three; of them"
        f" {HARD} hard pairs (variant characters, same sound, a character misread, no document,"
        f" family phones, namesakes, strangers): precision {precision:.4f}, recall {recall:.4f}"
        f" over all, {hard[0]:.4f} and {hard[1]:.4f} over the hard ones, certain and likely taken"
        " together;"
        f" baseline: a loop of three ORM queries a row (document, phone, name) over {LOOPED} of the"
        " same rows, scaled"
    )
    assert precision >= 0.99, note
    assert recall >= 0.95, note
    return slower_is_worse("checklist_match", "s", seconds, loop, len(entries), note)


def _people(path: str) -> list[Known]:
    ring = keyring()
    rows = Person.objects.filter(path__within=path, left_on=None, id_cipher__isnull=False)
    chosen = list(rows.prefetch_related("phones").order_by("id")[: 4 * ROWS : 2])
    where = addresses(one.path for one in chosen)
    found = []
    for one in chosen:
        phones = sorted(one.phones.all(), key=lambda phone: phone.ordinal)
        door = _door(where.get(one.path, ""))
        number = ring.open(DOCUMENT, one.id_cipher)
        phone = ring.open(PHONE, phones[0].cipher) if phones else ""
        found.append(Known(one.pk, one.name, number, phone, door, one.birth_date))
    return found


def _door(said: str) -> values.Door | None:
    try:
        return values.door(said.replace(" ", ""))
    except values.Unreadable:
        return None


Labelled = tuple[Entry, UUID | None]


def _rows(random: Random, people: Sequence[Known]) -> Iterator[Labelled]:
    """Rows with whom each is about, None for a stranger."""
    plain, hard = people[: ROWS - HARD], people[ROWS - HARD :]
    for number, one in enumerate(plain):
        if number % 10 == 9:
            yield _stranger(random, number), None
        else:
            yield _entry(number, one.name, one.document, one.phone), one.id
    ways = (_variant, _sound, _no_document, _one_off, _at_home, _namesake, _family_phone,
        _other_number)  # fmt: skip
    number = made = 0
    while made < HARD:
        one = hard[number % len(hard)]
        labelled = ways[made % len(ways)](random, len(plain) + made, one)
        number += 1
        if labelled is not None:
            made += 1
            yield labelled


def _entry(
    row: int, name: str, document: str = "", phone: str = "", door: values.Door | None = None
) -> Entry:
    kept = values.document(document) if document else None
    return Entry(
        0, row, name, birth_date=kept.birth_date if kept else None, document=kept,
        phones=(phone,) if phone else (), door=door,
    )  # fmt: skip


def _stranger(random: Random, row: int) -> Entry:
    born = date.fromordinal(random.randint(711858, 730000))
    sex = random.choice("fm")
    name = names.person_name(random, sex, born.year)
    return _entry(row, name, names.document_number(random, born, sex), names.phone_number(random))


def _changed(name: str, table: dict[str, str]) -> str:
    at = next((n for n, c in enumerate(name) if c in table), None)
    return "" if at is None else name[:at] + table[name[at]] + name[at + 1 :]


def _variant(random: Random, row: int, one: Known) -> Labelled | None:
    """Another way of writing a character; phone or home, no document."""
    name = _changed(one.name, VARIANTS)
    if not name or not one.phone:
        return None
    return _entry(row, name, phone=one.phone, door=one.door if row % 2 else None), one.id


def _sound(random: Random, row: int, one: Known) -> Labelled | None:
    """Typed by ear, with the home."""
    name = _changed(one.name, ALIKE)
    return (_entry(row, name, door=one.door), one.id) if name and one.door else None


def _no_document(random: Random, row: int, one: Known) -> Labelled | None:
    return (_entry(row, one.name, phone=one.phone), one.id) if one.phone else None


def _one_off(random: Random, row: int, one: Known) -> Labelled | None:
    """A character of the name was misread; the day of birth and the phone are right."""
    if not one.phone or one.born is None or len(one.name) != 3:
        return None
    name = one.name[:2] + random.choice([c for c in "国伟静丽刚涛" if c != one.name[2]])
    return Entry(0, row, name, birth_date=one.born, phones=(one.phone,)), one.id


def _at_home(random: Random, row: int, one: Known) -> Labelled | None:
    """The name, the home, a new telephone."""
    if one.door is None:
        return None
    return _entry(row, one.name, phone=names.phone_number(random), door=one.door), one.id


def _namesake(random: Random, row: int, one: Known) -> Labelled | None:
    """Somebody else of the same name, with a document, sex and day of birth of her own."""
    born = date.fromordinal(random.randint(711858, 730000))
    document = names.document_number(random, born, random.choice("fm"))
    return _entry(row, one.name, document, names.phone_number(random)), None


def _family_phone(random: Random, row: int, one: Known) -> Labelled | None:
    """A relative who is not registered, under the family's telephone."""
    if not one.phone:
        return None
    born = date.fromordinal(random.randint(711858, 730000))
    sex = random.choice("fm")
    name = names.person_name(random, sex, born.year)
    if one.name[1:] == name[1:]:
        return None
    document = names.document_number(random, born, sex)
    return _entry(row, one.name[:1] + name[1:], document, one.phone), None


def _other_number(random: Random, row: int, one: Known) -> Labelled | None:
    """The document is right, all the rest has changed."""
    return _entry(row, one.name, one.document, names.phone_number(random)), one.id


def _right(rows: Sequence[Labelled], decisions: Sequence[object]) -> tuple[float, float, object]:
    def shares(first: int) -> tuple[float, float]:
        said = right = there = 0
        for (_entry, whom), decision in list(zip(rows, decisions, strict=True))[first:]:
            sure = decision.found in ("certain", "likely")
            hers = sure and decision.whom[0][0].id == whom
            said, right, there = said + sure, right + hers, there + (whom is not None)
        return right / max(said, 1), right / max(there, 1)

    return *shares(0), shares(ROWS - HARD)


def _loop(path: str, entries: Sequence[Entry]) -> float:
    """Seconds a row for what a Django project would write."""
    ring = keyring()
    here = Person.objects.filter(path__within=path, merged_into=None)
    began = time.perf_counter()
    for entry in entries:
        if entry.document:
            here.filter(id_index=ring.index(DOCUMENT, entry.document.number)).first()
        indexes = [ring.index(PHONE, number) for number in entry.phones]
        list(here.filter(phones__index__in=indexes)[:5])
        list(here.filter(name=entry.name)[:5])
    return (time.perf_counter() - began) / len(entries)
