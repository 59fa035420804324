"""Change what a roster says otherwise of people who are known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import KeyMark, Person, Phone, Residence
from wanli.domains.people.operations.move_in import move_in
from wanli.domains.people.queries import taken
from wanli.domains.people.rosters import CONFLICT, Verdict
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.kernel import clock
from wanli.kernel.access import Access

AMENDED = ("sex", "birth_date", "id_kind", "id_cipher", "id_index", "id_tail", "updated_at")
Before = dict[str, Any]
"""What an undo has to bring back; no number among it, for a roster only adds them."""
TAKEN = "这个证件号已在别处登记。请联系街道核对。"


def amend_many(
    *,
    access: Access,
    verdicts: Sequence[Verdict],
    doors: Mapping[str, tuple[UUID, str]],
) -> list[tuple[Person, Before]]:
    """Change what the roster says otherwise, and add what it knows more; nothing is taken away.

    In the caller's transaction; permission ``people.edit`` at each person. Returns who changed
    and how each was before. Whose document is somebody else's is refused in its entry and left
    as she was.
    """
    try:
        with transaction.atomic():
            return _amend_many(access, _free(verdicts), doors)
    except IntegrityError:
        # Somebody else has entered one of these documents in this very moment.
        return _amend_many(access, _free(verdicts), doors)


def _free(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Without those whose new document belongs to somebody already: they are refused."""
    given = {
        keyring().index(DOCUMENT, v.entry.document.number): v
        for v in verdicts
        if v.entry.document and "document" in v.fields
    }
    for index in taken(given) if given else ():
        given[index].refuse(CONFLICT, TAKEN)
    return [verdict for verdict in verdicts if not verdict.problems]


def _amend_many(
    access: Access,
    verdicts: Sequence[Verdict],
    doors: Mapping[str, tuple[UUID, str]],
) -> list[tuple[Person, Before]]:
    said = {v.known.id: v for v in verdicts if v.known}
    people = list(Person.objects.select_for_update().filter(pk__in=said).order_by("pk"))
    before = _as_they_are(people)
    for person in people:
        if "address" in said[person.pk].fields:
            move_in(access=access, person=person, door=doors[said[person.pk].door_key])
        access.require("people.edit", person.path)
        _amend(person, said[person.pk])
    Person.objects.bulk_update(people, AMENDED, batch_size=500)
    _add_phones(people, said, before)
    _add_marks(people, said, before)
    settle(measures=OF_A_PERSON, sources=[person.pk for person in people])
    return [(person, before[person.pk]) for person in people]


def _as_they_are(people: Iterable[Person]) -> dict[UUID, Before]:
    found: dict[UUID, Before] = {
        person.pk: {
            "sex": person.sex,
            "birth_date": person.birth_date and person.birth_date.isoformat(),
            "had_document": person.id_index is not None,
            "path": person.path,
            "registered_path": person.registered_path,
            "residences": [],
            "phones": [],
            "marks": [],
        }
        for person in people
    }
    for residence in Residence.objects.filter(person__in=found, until=None):
        found[residence.person_id]["residences"].append(
            {"id": str(residence.pk), "actual": residence.actual, "path": residence.path}
        )
    return found


def _amend(person: Person, verdict: Verdict) -> None:
    entry = verdict.entry
    person.sex = entry.sex or person.sex
    person.birth_date = entry.birth_date or person.birth_date
    if "document" in verdict.fields and entry.document:
        person.id_kind = entry.document.kind
        person.id_cipher, person.id_index, person.id_tail = keyring().sealed(
            DOCUMENT, entry.document.number
        )
    person.updated_at = clock.now()


def _add_phones(
    people: Sequence[Person], said: Mapping[UUID, Verdict], before: dict[UUID, Before]
) -> None:
    ring = keyring()
    present: dict[UUID, set[bytes]] = {person.pk: set() for person in people}
    for person_id, index in Phone.objects.filter(person__in=people).values_list(
        "person_id", "index"
    ):
        present[person_id].add(bytes(index))
    added = []
    for person in people:
        known = present[person.pk]
        for number in said[person.pk].entry.phones:
            cipher, index, tail = ring.sealed(PHONE, number)
            if index not in known:
                known.add(index)
                phone = Phone(person=person, path=person.path, ordinal=len(known))
                phone.cipher, phone.index, phone.tail = cipher, index, tail
                before[person.pk]["phones"].append(str(phone.pk))
                added.append(phone)
    Phone.objects.bulk_create(added)


def _add_marks(
    people: Sequence[Person], said: Mapping[UUID, Verdict], before: dict[UUID, Before]
) -> None:
    present = set(
        KeyMark.objects.filter(person__in=people, until=None).values_list("person_id", "kind")
    )
    added = []
    for person in people:
        for kind in said[person.pk].entry.marks:
            if (person.pk, kind) not in present:
                mark = KeyMark(person=person, path=person.path, kind=kind)
                before[person.pk]["marks"].append(str(mark.pk))
                added.append(mark)
    KeyMark.objects.bulk_create(added)
