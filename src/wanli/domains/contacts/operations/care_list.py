"""Put somebody on the care list, change what is kept of it, take her off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.contacts.access import MANAGE, RECORD, held_cared
from wanli.domains.contacts.carers import carers_at
from wanli.domains.contacts.measures import OF_A_CARED
from wanli.domains.contacts.models import Cared, Offer
from wanli.domains.contacts.operations.care_days import end, open_visits
from wanli.domains.contacts.vault import Family, open_family, seal_family, seal_note
from wanli.domains.ledger.entries import settle
from wanli.domains.people.access import Person, person_for
from wanli.domains.places.access import hold_places
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.care import CareKind
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import reason_given
from wanli.reading.plain import one_line
from wanli.reading.values import Unreadable, phones


@dataclass(frozen=True, slots=True)
class Terms:
    """How somebody is looked after. ``kind``: of the plan."""

    kind: str
    carer: UUID | None = None
    keys: str = ""
    """Who keeps a key."""
    family: str = ""
    phone: str = ""
    note: str = ""
    """What else to look at."""
    first_on: date | None = None
    """Of the next visit; today when nobody says."""


def put_on(*, access: Access, person_id: UUID, terms: Terms) -> Cared:
    """She is looked after from now on, in the rhythm of her kind. Who is on the list already stays
    as she is. Permission ``contact.manage``.

    ``Refused``: she lives behind no door here; no such kind; the carer may not go there.
    """
    with transaction.atomic():
        hold_tree()
        person = person_for(access, person_id, MANAGE)
        known = Cared.objects.filter(person=person, ended_on=None).first()
        if known:
            return known
        place = Place.objects.filter(path=person.path, kind="household", retired_on=None).first()
        if place is None or person.left_on:
            raise Refused(_("请先登记这个人住在哪一户。"))
        hold_places([place.pk])
        cared = Cared(
            person=person, place=place, path=place.path, put_by_id=access.user_id,
            next_on=max(terms.first_on or clock.today(), clock.today()),
        )  # fmt: skip
        _take(cared, terms)
        cared.save()
        settle(measures=OF_A_CARED, sources=[cared.pk], fresh=True)
        open_visits([cared])
    return cared


def put_on_by_mark(*, access: Access, person_id: UUID) -> Cared | None:
    """``put_on`` as the plan has it for her marks, visited by whoever is posted nearest; nothing
    when no kind of the plan fits. Permission ``contact.manage``."""
    person = person_for(access, person_id, MANAGE)
    kind = kind_for(person)
    if not kind:
        return None
    near = carers_at(person.path).at(person.path)
    carer = near[0].user_id if near else None
    return put_on(access=access, person_id=person_id, terms=Terms(kind, carer))


def kind_for(person: Person) -> str:
    """The first of the plan's kinds that fits her marks; empty when none does."""
    marks = set(person.marks.filter(until=None).values_list("kind", flat=True))
    kinds = plan_in_force(person.path).plan.care.kinds
    return next((kind.key for kind in kinds if kind.mark in marks), "")


def change(*, access: Access, cared_id: UUID, terms: Terms) -> Cared:
    """As somebody wrote it down now; the visit that is due stays due. Permission
    ``contact.manage``."""
    with transaction.atomic():
        cared = held_cared(access, cared_id, MANAGE)
        _still(cared)
        if terms.carer != cared.carer_id:
            Offer.objects.filter(cared=cared, state=Offer.State.OFFERED).update(
                state=Offer.State.WITHDRAWN, answered_at=clock.now()
            )
        _take(cared, terms)
        if terms.first_on and terms.first_on >= clock.today():
            cared.next_on = terms.first_on
        cared.save()
        open_visits([cared])
    return cared


def take_off(*, access: Access, cared_id: UUID, why: str) -> Cared:
    """She is looked after no more; what was due need not be done. Twice changes nothing.
    Permission ``contact.manage``."""
    why = reason_given(why, _("请写几个字:为什么不用探望了。"))
    with transaction.atomic():
        cared = held_cared(access, cared_id, MANAGE)
        if cared.ended_on is None:
            end([cared], why)
    return cared


def see_family(*, access: Access, cared_id: UUID, reason: str) -> Family:
    """Who has a key and whom to call, in the clear; logged in the same transaction. Permission
    ``contact.record``."""
    with transaction.atomic():
        cared = held_cared(access, cared_id, RECORD)
        record_opening(
            access=access, path=cared.path, subject_kind="person", subject=cared.person_id,
            what="keys, family, phone", reason=reason,
        )  # fmt: skip
        return open_family(cared.family_cipher)


def kind_at(path: str, key: str) -> CareKind:
    """Of the plan in force there; ``Refused`` for one that it does not know."""
    kinds = plan_in_force(path).plan.care.kinds
    found = next((one for one in kinds if one.key == key), None)
    if found is None:
        raise Refused(_("请选一种。"), field="kind")
    return found


def _take(cared: Cared, terms: Terms) -> None:
    kind = kind_at(cared.path, terms.kind)
    cared.kind, cared.kind_name = kind.key, kind.name.model_dump()
    another = terms.carer is not None and terms.carer != cared.carer_id
    if another and not carers_at(cared.path).may(terms.carer, cared.path):
        raise Refused(_("这个人不负责这一户,请另选。"), field="carer")
    cared.carer_id = terms.carer
    keys, name = one_line(terms.keys)[:80], one_line(terms.family)[:80]
    cared.family_cipher = seal_family(Family(keys, name, _number(terms.phone)))
    cared.note_cipher = seal_note(terms.note)


def _number(typed: str) -> str:
    typed = one_line(typed)
    try:
        found = phones(typed) if typed else ()
    except Unreadable:
        found = ()
    if typed and len(found) != 1:
        raise Refused(_("这个电话号码打不通,请核对。没有就空着。"), field="phone")
    return found[0] if found else ""


def _still(cared: Cared) -> None:
    if cared.ended_on:
        raise Refused(_("已经不在关爱名单上。要接着探望,请重新放进去。"))
