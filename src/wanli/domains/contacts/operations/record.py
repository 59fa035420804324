"""Put down that somebody tried to reach a home, take it back, see after what is not well."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.access import RECORD, held_contact
from wanli.domains.contacts.measures import OF_A_HOME
from wanli.domains.contacts.models import Contact, Home, RoundSheet, State
from wanli.domains.contacts.telling import tell_worry
from wanli.domains.contacts.vault import seal_note
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import held_place, hold_places
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused


def record_contact(
    *,
    access: Access,
    label: str,
    contact_id: UUID,
    way: str,
    outcome: str,
    note: str = "",
    at: datetime | None = None,
    sheet: RoundSheet | None = None,
) -> Contact:
    """Somebody tried to reach this home, this way, with this outcome (keys of the plan), just now
    or when it was (``at``), on paper if from a ``sheet``. The same ``contact_id`` again changes
    nothing.

    Of an outcome that the plan worries about the committee is told at once. Permission
    ``contact.record``; ``Refused`` at ``way`` or ``outcome`` for what the plan does not know.
    """
    with transaction.atomic():
        place = held_place(access, label, RECORD)
        if known := Contact.objects.filter(pk=contact_id).first():
            if known.place_id != place.pk:
                raise Hidden
            return known
        if place.kind != "household":
            raise Hidden
        plan = plan_in_force(place.path).plan.contacts
        by = next((one for one in plan.ways if one.key == way), None)
        if by is None:
            raise Refused(_("请先点一下是怎么联系的。"), field="way")
        came = next((one for one in plan.outcomes if one.key == outcome), None)
        if came is None:
            raise Refused(_("请点一个结果。"), field="outcome")
        contact = Contact.objects.create(
            id=contact_id, place=place, path=place.path, way=by.key, way_name=by.name.model_dump(),
            outcome=came.key, outcome_name=came.name.model_dump(), reached=came.reached,
            wish=came.wish, worry=came.worry, note_cipher=seal_note(note), by_id=access.user_id,
            at=at or clock.now(), sheet=sheet,
        )  # fmt: skip
        stand(contact)
        if contact.worry:
            tell_worry(contact)
    return contact


def withdraw_contact(*, access: Access, contact_id: UUID) -> Contact:
    """It was a slip of the finger. Twice changes nothing.

    Whoever put it down takes it back, on the same day; ``Hidden`` for all others.
    """
    with transaction.atomic():
        contact = held_contact(access, contact_id)
        if not access.is_system and contact.by_id != access.user_id:
            raise Hidden
        if contact.withdrawn_at:
            return contact
        if clock.local(contact.at).date() != clock.today():
            raise Refused(_("只能撤回今天记的。要更正,请再记一次。"))
        take_back(contact)
    return contact


def take_back(contact: Contact) -> None:
    """It does not count any more. In the caller's transaction, which holds it."""
    hold_places([contact.place_id])
    contact.withdrawn_at = clock.now()
    contact.save(update_fields=["withdrawn_at"])
    stand(contact)


def see_after(*, access: Access, contact_id: UUID) -> Contact:
    """The committee looks after the one who is not well. Twice changes nothing. Permission
    ``contact.manage``."""
    with transaction.atomic():
        contact = held_contact(access, contact_id, "contact.manage")
        if contact.worry and contact.seen_at is None:
            contact.seen_at, contact.seen_by_id = clock.now(), access.user_id
            contact.save(update_fields=["seen_at", "seen_by"])
    return contact


def stand(contact: Contact) -> None:
    """How it stands with the home of a contact that was put down or taken back. Its place is
    held."""
    place_id = contact.place_id
    home, _made = Home.objects.select_for_update().get_or_create(
        place_id=place_id, defaults={"path": contact.path}
    )
    counting = Contact.objects.filter(place=place_id, withdrawn_at=None)
    last = counting.filter(reached=True).order_by("-at").first()
    home.reached_at = last.at if last else None
    reached = last is not None and clock.local(last.at).date() >= home.asked_on
    home.state = State.REACHED if reached else State.DUE
    vain = counting.filter(reached=False, at__gte=clock.midnight(home.since))
    home.tries = 0 if reached else vain.count()
    if reached:
        home.held_by = None
    home.save(update_fields=["reached_at", "state", "tries", "held_by"])
    settle(measures=OF_A_HOME, sources=[home.pk])
