"""What a roster would change in those who are known already: from what to what, masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wanli.domains.people.models import MarkKind, Person, Phone
from wanli.domains.people.rosters import Known, Missing, Verdict
from wanli.domains.people.vault import PHONE, keyring
from wanli.domains.places.queries import names
from wanli.kernel.keyring import Unreadable
from wanli.kernel.masking import mask_birth, mask_document, mask_phone

SEXES = {str(code): name for code, name in Person._meta.get_field("sex").flatchoices}
Told = tuple[str, list[str], list[str]]
"""A field's name, what it says now, and what it would say; codes for a sex and for marks."""


def changes_told(verdicts: Sequence[Verdict]) -> list[list[Told]]:
    """For each verdict what its ``fields`` would change. Two queries for all of them."""
    teller = _Teller([verdict for verdict in verdicts if verdict.known])
    return [teller.tell(verdict) for verdict in verdicts]


def in_words(field: str, codes: Sequence[str]) -> list[str]:
    """Values of one side as the reader's language says them."""
    if field == "sex":
        return [str(SEXES.get(code, code)) for code in codes]
    if field == "marks":
        labels = dict(MarkKind.choices)
        return [str(labels.get(code, code)) for code in codes]
    return list(codes)


class _Teller:
    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        known = [verdict.known for verdict in verdicts if verdict.known]
        paths = {one.path for one in known}
        for verdict in verdicts:
            door = verdict.door
            if door:
                paths.add(door.compound if isinstance(door, Missing) else door[1])
        self.addresses = names(paths)
        self.phones = _phones(known)

    def tell(self, verdict: Verdict) -> list[Told]:
        return [self._one(verdict, field) for field in verdict.fields]

    def _one(self, verdict: Verdict, field: str) -> Told:
        entry, known = verdict.entry, verdict.known
        assert known is not None
        if field == "address":
            return field, _said(self.addresses.get(known.path, "")), _said(self._door(verdict))
        if field == "sex":
            return field, [known.sex], [entry.sex]
        if field == "birth_date":
            return field, _born(known.birth_date), _born(entry.birth_date)
        if field == "document":
            return field, [], _said(mask_document(entry.document.number) if entry.document else "")
        if field == "phones":
            ring, had = keyring(), self.phones[known.id]
            added = [n for n in entry.phones if ring.index(PHONE, n) not in known.phones]
            return field, had, had + [mask_phone(number) for number in added]
        assert field == "marks", f"nobody says what becomes of {field}"
        return field, sorted(known.marks), sorted(known.marks | set(entry.marks))

    def _door(self, verdict: Verdict) -> str:
        door = verdict.door
        if isinstance(door, Missing):
            above = self.addresses.get(door.compound, "")
            return f"{above} {door.building}号楼 {door.stairwell}单元 {door.room}"
        return self.addresses.get(door[1], "") if door else ""


def _said(value: str) -> list[str]:
    return [value] if value else []


def _born(day: date | None) -> list[str]:
    return [mask_birth(day)] if day else []


def _phones(known: Sequence[Known]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Phone.objects.filter(person__in=[one.id for one in known]).order_by("ordinal", "id")
    for person_id, cipher in rows.values_list("person_id", "cipher"):
        try:
            found[person_id].append(mask_phone(keyring().open(PHONE, cipher)))
        except Unreadable:
            found[person_id].append("••••")
    return found
