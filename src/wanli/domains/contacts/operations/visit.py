"""Somebody was there: checked in by the code of the stairwell, or on her word."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.contacts.access import RECORD, held_cared
from wanli.domains.contacts.measures import OF_A_VISIT
from wanli.domains.contacts.models import Cared, Contact, Visit
from wanli.domains.contacts.operations.care_days import OPEN
from wanli.domains.contacts.operations.record import stand
from wanli.domains.contacts.telling import tell_worry
from wanli.domains.contacts.vault import seal_note
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import hold_places
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.postings.queries import stairwells_of
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden, Refused

FINE = {"zh": "去看了,都好", "en": "Looked in: all well"}
NOT_FINE = {"zh": "去看了,不大好", "en": "Looked in: not well"}
THERE = {"zh": "探望", "en": "Visit"}


def check_in(
    *,
    access: Access,
    cared_id: UUID,
    entry: UUID,
    fine: bool,
    code: str = "",
    note: str = "",
) -> Visit:
    """Somebody was there and saw her. The same ``entry`` again changes nothing.

    ``code``: of the poster in her stairwell; without it it is on her word. A visit before its time
    counts as the next one. Being there is being in touch: it stands among the contacts of the
    home, and where all is not well the committee is told at once. Permission ``contact.record``;
    ``Refused`` at ``code`` when it hangs elsewhere.
    """
    with transaction.atomic():
        cared = held_cared(access, cared_id, RECORD)
        if known := Contact.objects.filter(pk=entry).select_related("visit").first():
            if known.place_id != cared.place_id:
                raise Hidden
            return known.visit
        if cared.ended_on:
            raise Refused(_("已经不在关爱名单上,不用记探望。"))
        if code and cared.path.rpartition(".")[0] not in stairwells_of(code):
            raise Refused(_("这张码不是她那个楼道的。"), field="code")
        hold_places([cared.place_id])
        visit = _visit(cared)
        visit.contact = _contact(access, cared, entry, fine=fine, note=note)
        visit.state, visit.done_at, visit.by_id = Visit.State.DONE, clock.now(), access.user_id
        visit.how = Visit.How.CODE if code else Visit.How.WORD
        visit.save()
        rhythm = plan_in_force(cared.path).plan.care.kind(cared.kind).every_days
        cared.next_on = clock.today() + timedelta(days=rhythm)
        cared.save(update_fields=["next_on"])
        settle(measures=OF_A_VISIT, sources=[visit.pk])
    return visit


def _visit(cared: Cared) -> Visit:
    open_one = Visit.objects.select_for_update().filter(cared=cared, state__in=OPEN).first()
    return open_one or Visit(cared=cared, path=cared.path, due_at=clock.now())


def _contact(access: Access, cared: Cared, entry: UUID, *, fine: bool, note: str) -> Contact:
    contact = Contact.objects.create(
        id=entry, place_id=cared.place_id, path=cared.path, way="visit", way_name=THERE,
        outcome="fine" if fine else "not_fine", outcome_name=FINE if fine else NOT_FINE,
        reached=True, worry=not fine, note_cipher=seal_note(note), by_id=access.user_id,
    )  # fmt: skip
    stand(contact)
    if contact.worry:
        tell_worry(contact)
    return contact
