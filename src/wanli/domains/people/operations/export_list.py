"""Give a list of people out in the clear, as it was filtered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.people.models import Phone
from wanli.domains.people.queries import Filter, in_batches, lines, people
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.ground.wording import listed
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden

HEADINGS = (
    _("地址"), _("姓名"), _("性别"), _("出生日期"), _("证件种类"), _("证件号"), _("电话"),
    _("人户分离"), _("重点对象"),
)  # fmt: skip


def export_list(*, access: Access, wanted: Filter, reason: str) -> list[list[Any]]:
    """Everybody asked for, in the clear: rows under ``HEADINGS``.

    Logged in the same transaction at each of the subtrees, with the reason and the number of
    people. Permissions ``people.export`` and ``people.open`` there; ``Refused`` without a reason.
    """
    if not wanted.paths:
        raise Hidden
    for path in wanted.paths:
        access.require("people.export", path)
        access.require("people.open", path)
    with transaction.atomic():
        rows = list(_rows(wanted))
        for path in wanted.paths:
            record_opening(
                access=access,
                path=path,
                subject_kind="people",
                subject=None,
                what="list, in the clear",
                reason=reason,
                count=len(rows),
            )
    return rows


def _rows(wanted: Filter) -> Iterator[list[Any]]:
    ring = keyring()
    for persons in in_batches(people(wanted)):
        numbers: dict[Any, list[str]] = {}
        for person_id, cipher in (
            Phone.objects.filter(person__in=[person.pk for person in persons])
            .order_by("person", "ordinal")
            .values_list("person_id", "cipher")
        ):
            numbers.setdefault(person_id, []).append(ring.open(PHONE, cipher))
        for person, line in zip(persons, lines(persons), strict=True):
            yield [
                line.address,
                person.name,
                line.sex,
                person.birth_date,
                person.get_id_kind_display() if person.id_kind else "",
                ring.open(DOCUMENT, person.id_cipher) if person.id_cipher else "",
                listed(numbers.get(person.pk, [])),
                _("是") if line.registered_elsewhere else "",
                listed(line.marks),
            ]
