"""Give a roster out in the clear, in a layout that import reads back."""

from __future__ import annotations

import re

from django.db import transaction

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.people.models import KeyMark, MarkKind, Person, Phone, Residence
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.ground.fields import below
from wanli.kernel.access import Access

HEADINGS = (
    "小区", "楼号", "单元", "室号", "姓名", "性别", "出生日期", "证件号", "电话", "户籍地", "备注",
)  # fmt: skip
SEXES = {"m": "男", "f": "女", "": ""}


def export_roster(*, access: Access, label: str, reason: str) -> list[tuple[str, ...]]:
    """Everybody who lives below this place, in the clear: rows under ``HEADINGS``.

    Logged in the same transaction, with the reason and the number of people. Permissions
    ``people.export`` and ``people.open`` there; ``Refused`` without a reason.
    """
    with transaction.atomic():
        place = place_for(access, label, "people.export")
        access.require("people.open", place.path)
        people = list(
            Person.objects.filter(below([place.path]), merged_into=None, left_on=None).order_by(
                "path", "birth_date", "id"
            )
        )
        record_opening(
            access=access,
            path=place.path,
            subject_kind="people",
            subject=None,
            what="list, in the clear",
            reason=reason,
            count=len(people),
        )
        return _rows(place, people)


def _rows(place: Place, people: list[Person]) -> list[tuple[str, ...]]:
    ring = keyring()
    names = dict(
        [
            *Place.objects.above(place.path).values_list("label", "name"),
            *Place.objects.filter(below([place.path])).values_list("label", "name"),
        ]
    )
    phones: dict[object, list[str]] = {}
    for person_id, cipher in (
        Phone.objects.filter(below([place.path]))
        .order_by("person", "ordinal")
        .values_list("person_id", "cipher")
    ):
        phones.setdefault(person_id, []).append(ring.open(PHONE, cipher))
    marks: dict[object, list[str]] = {}
    for person_id, kind in KeyMark.objects.filter(below([place.path]), until=None).values_list(
        "person_id", "kind"
    ):
        marks.setdefault(person_id, []).append(_chinese(kind))
    outside = dict(
        Residence.objects.filter(
            below([place.path]), until=None, registered=True, place=None
        ).values_list("person_id", "outside")
    )
    rows: list[tuple[str, ...]] = []
    for person in people:
        parts = [names.get(label, "") for label in person.path.split(".")[-4:]]
        if len(parts) < 4:
            continue
        compound, building, stairwell, room = parts
        rows.append(
            (
                compound,
                re.sub(r"\D", "", building),
                re.sub(r"\D", "", stairwell),
                room,
                person.name,
                SEXES[person.sex],
                person.birth_date.isoformat() if person.birth_date else "",
                ring.open(DOCUMENT, person.id_cipher) if person.id_cipher else "",
                "、".join(phones.get(person.pk, [])),
                outside.get(person.pk, ""),
                "、".join(marks.get(person.pk, [])),
            )
        )
    return rows


def _chinese(kind: str) -> str:
    """The mark's word in the catalogue's own language: import reads it back."""
    from django.utils.translation import override

    with override("zh-hans"):
        return str(MarkKind(kind).label)
