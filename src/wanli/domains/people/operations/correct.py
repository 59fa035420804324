"""Correct what is known of a person, as a worker typed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.people.access import person_for
from wanli.domains.people.facets import FACETS, changed, facets
from wanli.domains.people.history import last_hand
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import Person, Phone
from wanli.domains.people.queries import taken
from wanli.domains.people.rules.names import pinyin
from wanli.domains.people.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.tree import hold_tree
from wanli.ground.wording import listed
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.reading import values
from wanli.reading.documents import document_of

Value = TypeVar("Value")
TAKEN = _("这个证件号登记在另一个人名下。如果是同一个人,请到“疑似重复”里合并。")
MOST_PHONES = 8


class ChangedMeanwhile(Refused):
    """Somebody else has changed the person since the form was opened."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was typed; what was left empty stays as it is."""

    sex: str
    """``f``, ``m``, or empty when unknown: this one is shown and so is taken as it stands."""
    name: str = ""
    birth_date: str = ""
    id_kind: str = ""
    document: str = ""
    phones: str = ""
    """To be added."""
    dropped_phones: frozenset[UUID] = frozenset()
    clear_birth_date: bool = False
    clear_document: bool = False


def correct(
    *, access: Access, person_id: UUID, said: Correction, seen: Mapping[str, str]
) -> Person:
    """Change what was typed and nothing else; the same correction again changes nothing.

    ``seen``: ``facets`` of the person as the form showed her. ``ChangedMeanwhile`` says who has
    changed what since. Permission ``people.edit``; ``Refused`` with the field that is wrong.
    """
    with transaction.atomic():
        hold_tree()
        person = person_for(access, person_id, "people.edit")
        person = Person.objects.select_for_update().get(pk=person.pk)
        now = facets(person)
        if differing := changed(seen, now):
            raise _meanwhile(person, differing)
        _read_name(person, said)
        person.sex = said.sex
        _read_document(person, said)
        _read_birth_date(person, said)
        _change_phones(person, said)
        if facets(person) != now:
            person.updated_at = clock.now()
            _save(person)
            settle(measures=OF_A_PERSON, sources=[person.pk])
    return person


def _meanwhile(person: Person, differing: list[str]) -> ChangedMeanwhile:
    return ChangedMeanwhile(
        _("您打开之后,{who}改过:{what}。您填的都还在,核对后再保存一次。"),
        who=last_hand(person) or _("别人"),
        what=listed(FACETS[key] for key in differing),
    )


def _read_name(person: Person, said: Correction) -> None:
    name = _cell("name", values.name, said.name)
    if name:
        person.name = name
        person.pinyin, person.initials = pinyin(name)


def _read_document(person: Person, said: Correction) -> None:
    """The document typed; the one kept, if another kind was chosen for it."""
    if said.clear_document:
        person.id_kind, person.id_cipher, person.id_index, person.id_tail = "", None, None, None
        return
    number = said.document.strip()
    if not number and person.id_cipher and said.id_kind not in ("", person.id_kind):
        number = keyring().open(DOCUMENT, person.id_cipher)
    if not number:
        return
    found = _cell("document", lambda s: document_of(said.id_kind, s), number)
    if found is None:
        return
    index = keyring().index(DOCUMENT, found.number)
    if index != bytes(person.id_index or b""):
        if taken([index]):
            raise Refused(TAKEN, field="document")
        person.id_cipher, person.id_index, person.id_tail = keyring().sealed(DOCUMENT, found.number)
    person.id_kind = found.kind
    if found.birth_date and not said.birth_date.strip():
        person.birth_date = found.birth_date
    if found.sex and said.sex and found.sex != said.sex:
        raise Refused(_("性别与证件号说的不一样,请核对证件号或性别。"), field="sex")
    person.sex = found.sex or person.sex


def _read_birth_date(person: Person, said: Correction) -> None:
    day = _cell("birth_date", values.day, said.birth_date)
    if said.clear_birth_date:
        day = None
    elif day is None:
        return
    if day and day > clock.today():
        raise Refused(_("出生日期在今天之后,请核对。"), field="birth_date")
    told = _told_by_document(person)
    if told and day != told:
        raise Refused(
            _("证件号里的出生日期不是这一天,请核对证件号或出生日期。"), field="birth_date"
        )
    person.birth_date = day


def _told_by_document(person: Person) -> object:
    if person.id_kind not in ("resident", "foreign_permanent") or not person.id_cipher:
        return None
    try:
        found = values.document(keyring().open(DOCUMENT, person.id_cipher))
    except values.Unreadable:
        return None
    return found.birth_date if found else None


def _change_phones(person: Person, said: Correction) -> None:
    numbers = _cell("phones", values.phones, said.phones)
    person.phones.filter(pk__in=said.dropped_phones).delete()
    ring = keyring()
    kept = {bytes(i): n for i, n in person.phones.values_list("index", "ordinal")}
    fresh = [ring.sealed(PHONE, number) for number in numbers]
    fresh = [sealed for sealed in fresh if sealed[1] not in kept]
    if len(kept) + len(fresh) > MOST_PHONES:
        raise Refused(_("一个人最多记 {n} 个电话。"), field="phones", n=MOST_PHONES)
    last = max(kept.values(), default=0)
    for ordinal, (cipher, index, tail) in enumerate(fresh, last + 1):
        Phone.objects.create(
            person=person,
            path=person.path,
            ordinal=ordinal,
            cipher=cipher,
            index=index,
            tail=tail,
        )


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        # Entered by somebody else in this very moment.
        if "person_one_document" in str(error):
            raise Refused(TAKEN, field="document") from None
        raise


def _cell(field: str, read: Callable[[str], Value], said: str) -> Value:
    try:
        return read(said)
    except values.Unreadable as wrong:
        raise Refused(wrong.message, field=field, **wrong.params) from None
