"""What the committee does about a registration: get in touch, verify, stop, start again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.access import held_arrival
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, Contact, Outcome, Returnee, State, Way
from wanli.domains.arrivals.operations.judge import judge, observe
from wanli.domains.arrivals.operations.register import move_arrival
from wanli.domains.arrivals.same import heard
from wanli.domains.arrivals.vault import (
    DOCUMENT,
    PHONE,
    keyring,
    open_health,
    seal_health,
    seal_note,
)
from wanli.domains.audit.operations.record_opening import record_opening
from wanli.domains.ledger.entries import settle
from wanli.domains.people.models import Person
from wanli.domains.people.operations.change_residence import change_residence
from wanli.domains.people.operations.register import Newcomer
from wanli.domains.people.operations.register import register as enter
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.reasons import MOST, reason_given
from wanli.kernel.scope import EVERYTHING
from wanli.reading.plain import tidy

UNASKED = (Outcome.NO_ANSWER, Outcome.WRONG_NUMBER)
"""Nobody was asked anything."""
TELL_SUBDISTRICT = 2
"""The rung on which the subdistrict hears of it."""


@dataclass(frozen=True, slots=True)
class Clear:
    """Names and numbers, opened."""

    names: Sequence[str]
    documents: Sequence[str]
    phones: Sequence[str]


@dataclass(frozen=True, slots=True)
class Verified:
    """What the worker found. ``door``: the label of the home; empty where it is known already.
    ``celsius``: of each that was measured, by the id of the returnee."""

    door: str = ""
    celsius: dict[UUID, Decimal] | None = None
    note: str = ""
    """Who else lives there, and what else was said."""


def open_numbers(*, access: Access, arrival_id: UUID, reason: str) -> Clear:
    """Names, documents and telephone numbers in the clear, to call them.

    Logged in the same transaction: no log, no data. Permission ``arrival.verify``.
    """
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id)
        record_opening(
            access=access, path=arrival.path, subject_kind="arrival", subject=arrival.pk,
            what="name, document, phone", reason=reason,
        )  # fmt: skip
        ring, rows = keyring(), list(arrival.returnees.order_by("ordinal"))
        return Clear(
            [row.name for row in rows],
            [ring.open(DOCUMENT, row.id_cipher) if row.id_cipher else "" for row in rows],
            [ring.open(PHONE, row.phone_cipher) if row.phone_cipher else "" for row in rows],
        )


def record_contact(
    *,
    access: Access,
    arrival_id: UUID,
    contact_id: UUID,
    way: str,
    outcome: str,
    note: str = "",
    why_again: str = "",
    again_on: date | None = None,
) -> Contact:
    """Put down that somebody got in touch, or tried to, and do what the outcome asks for: who is
    not here yet is due after she has come; who went elsewhere is not followed; of who refuses the
    subdistrict hears. The same ``contact_id`` again changes nothing.

    ``Refused`` at ``why_again`` when somebody asked the same family shortly before, until a reason
    is given. Permission ``arrival.verify``.
    """
    if outcome == Outcome.VERIFIED or outcome not in Outcome.values or way not in Way.values:
        raise Refused(_("请从列出的里面选。"), field="outcome")
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id)
        if known := Contact.objects.filter(pk=contact_id, arrival=arrival).first():
            return known
        _not_over(arrival)
        made = _put_down(access, arrival, contact_id, way, outcome, note, why_again)
        if outcome == Outcome.NOT_HERE:
            made.again_on = _again_on(arrival, again_on)
            made.save(update_fields=["again_on"])
            _wait_for(arrival, made.again_on)
        elif outcome == Outcome.MOVED_ON:
            _close(access, arrival, note or str(_("去了别处")))
        elif outcome == Outcome.REFUSED:
            arrival.rung = TELL_SUBDISTRICT
            arrival.save(update_fields=["rung"])
        return made


def verify(
    *, access: Access, arrival_id: UUID, contact_id: UUID, way: str, found: Verified
) -> Arrival:
    """It is true: each of them is somebody in the register from now on, and lives behind this
    door. Verifying twice changes nothing.

    Whoever is registered already is found by her document, or by the sound of her name behind the
    same door; all others are entered. ``Refused`` at ``door`` while nobody has said which home it
    is. Permission ``arrival.verify`` there.
    """
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id)
        if arrival.state == State.VERIFIED:
            return arrival
        if way not in Way.values:
            raise Refused(_("请从列出的里面选。"), field="way")
        _into(access, arrival, found.door)
        for row in arrival.returnees.select_for_update().order_by("ordinal"):
            if found.celsius and row.pk in found.celsius:
                said = open_health(row.health_cipher)
                row.health_cipher = seal_health(replace(said, celsius=found.celsius[row.pk]))
            row.person_id = _person(access, arrival, row)
            row.save(update_fields=["health_cipher", "person"])
        _put_down(
            access, arrival, contact_id, way, Outcome.VERIFIED, found.note, "", asked_again=True
        )
        arrival.state, arrival.why, arrival.late_since, arrival.rung = State.VERIFIED, "", None, 0
        arrival.settled_at, arrival.settled_by_id = clock.now(), access.user_id
        _saved(arrival)
        judge(arrival)
        observe(access, arrival)
        return arrival


def close(*, access: Access, arrival_id: UUID, why: str) -> Arrival:
    """Follow it no more: it was a joke, they never came, they left. Permission
    ``arrival.verify``."""
    why = reason_given(why, _("请写几个字:为什么不再跟进。"))
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id)
        if arrival.state == State.CLOSED:
            return arrival
        return _close(access, arrival, why)


def take_up(*, access: Access, arrival_id: UUID) -> Arrival:
    """It is to be verified again. Permission ``arrival.verify``."""
    with transaction.atomic():
        arrival = held_arrival(access, arrival_id)
        if arrival.state == State.OPEN:
            return arrival
        arrival.state, arrival.why, arrival.settled_at = State.OPEN, "", None
        arrival.settled_by_id = None
        hours = plan_in_force(arrival.path).plan.registration.verify_hours
        arrival.verify_by = clock.now() + timedelta(hours=hours)
        return _saved(arrival)


def _put_down(
    access: Access,
    arrival: Arrival,
    contact_id: UUID,
    way: str,
    outcome: str,
    note: str,
    why_again: str,
    *,
    asked_again: bool = False,
) -> Contact:
    asked = arrival.contacts.exclude(outcome__in=UNASKED).order_by("-at")
    last = asked.select_related("by").first()
    minutes = plan_in_force(arrival.path).plan.registration.again_minutes
    why = " ".join(why_again.split())[:MOST]
    if (
        not asked_again
        and last is not None
        and outcome not in UNASKED
        and clock.now() - last.at < timedelta(minutes=minutes)
        and len(why) < 2
    ):
        raise Refused(
            _("{who} {at} 刚问过这一家。为什么再问?请写几个字。"),
            field="why_again",
            who=last.by.name if last.by else _("别人"),
            at=clock.local(last.at).strftime("%H:%M"),
        )
    return Contact.objects.create(
        id=contact_id, arrival=arrival, path=arrival.path, way=way, outcome=outcome,
        note_cipher=seal_note(tidy(note)[:500]), why_again=why, by_id=access.user_id,
    )  # fmt: skip


def _not_over(arrival: Arrival) -> None:
    if arrival.state == State.CLOSED:
        raise Refused(_("这份登记已经不再跟进。要接着办,请先放回待核实。"))


def _again_on(arrival: Arrival, said: date | None) -> date:
    today = clock.today()
    day = said or max(arrival.arrives_on, today + timedelta(days=1))
    if not today <= day <= today + timedelta(days=60):
        raise Refused(_("请填今天以后 60 天以内的日期。"), field="again_on")
    return day


def _wait_for(arrival: Arrival, day: date) -> None:
    hours = plan_in_force(arrival.path).plan.registration.verify_hours
    arrival.verify_by = clock.midnight(day) + timedelta(hours=hours)
    arrival.arrives_on = max(arrival.arrives_on, day)
    arrival.late_since, arrival.rung = None, 0
    _saved(arrival)


def _close(access: Access, arrival: Arrival, why: str) -> Arrival:
    arrival.state, arrival.why = State.CLOSED, " ".join(why.split())[:MOST]
    arrival.late_since, arrival.rung = None, 0
    arrival.settled_at, arrival.settled_by_id = clock.now(), access.user_id
    return _saved(arrival)


def _saved(arrival: Arrival) -> Arrival:
    arrival.save()
    people = list(arrival.returnees.values_list("pk", flat=True))
    settle(measures=OF_A_RETURNEE, sources=people)
    return arrival


def _into(access: Access, arrival: Arrival, label: str) -> None:
    """The door behind which they live."""
    if label and label != arrival.place.label:
        door = Place.objects.standing().filter(label=label, kind="household").first()
        if door is None or not access.can("arrival.verify", door.path):
            raise Refused(_("请选一户。"), field="door")
        move_arrival(arrival, door)
    if arrival.place.kind != "household":
        raise Refused(_("请选他们住的是哪一户。"), field="door")


def _person(access: Access, arrival: Arrival, row: Returnee) -> UUID:
    """Who she is in the register; entered there when nobody is she."""
    with acting(EVERYTHING):
        here = Person.objects.filter(merged_into=None)
        known = here.filter(id_index=row.id_index).first() if row.id_index else None
        if known is None:
            behind = here.filter(path=arrival.path, left_on=None)
            fits = (
                one
                for one in behind
                if heard(one.name) == heard(row.name) and not (one.id_index and row.id_index)
            )
            known = next(fits, None)
    if known is None:
        return _entered(access, arrival, row)
    moved = known.path != arrival.path or known.left_on is not None
    if moved and access.can("people.edit", known.path) and access.can("people.edit", arrival.path):
        change_residence(
            access=access, person_id=known.pk, side="actual", label=arrival.place.label
        )
    return known.pk


def _entered(access: Access, arrival: Arrival, row: Returnee) -> UUID:
    ring = keyring()
    newcomer = Newcomer(
        id=uuid5(row.pk, "person"),
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date.isoformat() if row.birth_date else "",
        document=ring.open(DOCUMENT, row.id_cipher) if row.id_cipher else "",
        phones=ring.open(PHONE, row.phone_cipher) if row.phone_cipher else "",
    )
    return enter(
        access=access, label=arrival.place.label, newcomer=newcomer, permission="arrival.verify"
    )
