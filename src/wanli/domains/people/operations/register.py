"""Enter one person behind a door, as she was told or typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.people.models import Household, Person
from wanli.domains.people.operations.register_many import NewHome, NewPerson, register_many
from wanli.domains.people.queries import taken
from wanli.domains.people.vault import DOCUMENT, keyring
from wanli.domains.places.access import held_place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.ids import uuid7
from wanli.reading import values

Value = TypeVar("Value")
TAKEN = _("这个证件号已经登记过。请先搜索,再办迁入。")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person as typed in; every field but the name may be left empty."""

    name: str
    sex: str = ""
    birth_date: str = ""
    document: str = ""
    phones: str = ""
    registered_outside: str = ""
    """Where she is registered, when not here."""
    id: UUID | None = None
    """Made where it was typed, so that a repeated request enters her once."""


def register(
    *, access: Access, label: str, newcomer: Newcomer, permission: str = "people.edit"
) -> UUID:
    """Enter a person who lives behind the door with this label; returns her id.

    The same id again changes nothing. ``Refused`` with the field that cannot be read, or when
    the document belongs to somebody who is registered already.
    """
    read = _read(newcomer)
    with transaction.atomic():
        door = held_place(access, label, permission)
        if door.kind != "household":
            raise Refused(_("人只能登记在一户门内。"), field="name")
        person_id = newcomer.id or uuid7()
        if Person.objects.filter(pk=person_id).exists():
            return person_id
        if read.document and taken([keyring().index(DOCUMENT, read.document.number)]):
            raise Refused(TAKEN, field="document")
        here = (door.pk, door.path)
        person = NewPerson(
            id=person_id,
            name=read.name,
            sex=read.sex,
            birth_date=read.born,
            id_kind=read.document.kind if read.document else "",
            id_number=read.document.number if read.document else "",
            phones=read.phones,
            lives_at=here,
            registered_at=None if newcomer.registered_outside.strip() else here,
            registered_outside=newcomer.registered_outside.strip()[:120],
            since=clock.today(),
        )
        known = Household.objects.filter(place=door).exists()
        homes = [] if known else [NewHome(door.pk, door.path, "lived_in")]
        try:
            register_many(
                access=_entering(access, permission, door.path), homes=homes, people=[person]
            )
        except IntegrityError as error:
            # Entered by somebody else in this very moment.
            if "person_one_document" in str(error):
                raise Refused(TAKEN, field="document") from None
            raise
    return person.id


def _entering(access: Access, permission: str, path: str) -> Access:
    """The right was checked as ``permission``; entering in bulk asks for ``people.edit``."""
    if access.can("people.edit", path):
        return access
    return replace(access, grants={**access.grants, "people.edit": (path,)})


@dataclass(frozen=True, slots=True)
class _Read:
    """A newcomer, understood."""

    name: str
    sex: str
    born: date | None
    document: values.Document | None
    phones: tuple[str, ...]


def _read(newcomer: Newcomer) -> _Read:
    document = _cell("document", values.document, newcomer.document)
    name = _cell("name", values.name, newcomer.name)
    if not name:
        raise Refused(_("请填写姓名。"), field="name")
    sex = _cell("sex", values.sex, newcomer.sex)
    born = _cell("birth_date", values.day, newcomer.birth_date)
    return _Read(
        name=name,
        sex=sex or (document.sex if document else ""),
        born=(document.birth_date if document else None) or born,
        document=document,
        phones=_cell("phones", values.phones, newcomer.phones),
    )


def _cell(field: str, read: Callable[[str], Value], said: str) -> Value:
    try:
        return read(said)
    except values.Unreadable as wrong:
        raise Refused(wrong.message, field=field, **wrong.params) from None
