"""A lead is put down in three fields, and followed until somebody clears it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.checklists.access import REPORT, Lead, held_lead
from wanli.domains.checklists.measures import OF_A_LEAD
from wanli.domains.checklists.vault import seal_note, seal_words
from wanli.domains.ledger.entries import settle
from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused
from wanli.kernel.scope import everything_for
from wanli.reading import values
from wanli.reading.values import Unreadable

MOST = 300
Outcome = Lead.Outcome


@dataclass(frozen=True, slots=True)
class Heard:
    """What, where more exactly, how it is known."""

    what: str
    where: str
    how: str


def report_lead(*, access: Access, label: str, lead_id: UUID, heard: Heard) -> Lead:
    """Put a lead down for the committee of this place. The same id again changes nothing.

    Permission ``lead.report`` there: a guard who reports one need not see any.
    """
    what, where = " ".join(heard.what.split())[:MOST], " ".join(heard.where.split())[:100]
    if len(what) < 2:
        raise Refused(_("请写几个字:是什么事。"), field="what")
    if heard.how not in Lead.How.values:
        raise Refused(_("请点一下怎么知道的。"), field="how")
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, REPORT)
        hours = plan_in_force(place.path).plan.checklists.lead_hours
        with acting(everything_for(access.user_id)):
            known = Lead.objects.filter(pk=lead_id).first()
            if known:
                return known
            lead = Lead.objects.create(
                id=lead_id, place=place, path=place.path, how=heard.how,
                words_cipher=seal_words(what, where), by_id=access.user_id,
                due_at=clock.now() + timedelta(hours=hours),
            )  # fmt: skip
            settle(measures=OF_A_LEAD, sources=[lead.pk], fresh=True)
    return lead


def clear_lead(
    *, access: Access, lead_id: UUID, outcome: str, note: str = "", since: str = ""
) -> Lead:
    """What came of it. The same again changes nothing, another outcome mends it.

    Permission ``lead.clear`` there.
    """
    if outcome not in Outcome.values:
        raise Refused(_("请点一个结果。"), field="outcome")
    day = _day(since)
    with transaction.atomic():
        lead = held_lead(access, lead_id)
        said = " ".join(note.split())[:MOST]
        lead.outcome, lead.note_cipher, lead.since = outcome, seal_note(said), day
        lead.cleared_at, lead.cleared_by_id = clock.now(), access.user_id
        lead.late_since, lead.rung = None, 0
        lead.save()
        settle(measures=OF_A_LEAD, sources=[lead.pk])
    return lead


def take_up_lead(*, access: Access, lead_id: UUID) -> Lead:
    """It is to be looked into again. Permission ``lead.clear`` there."""
    with transaction.atomic():
        lead = held_lead(access, lead_id)
        if lead.cleared_at is None:
            return lead
        hours = plan_in_force(lead.path).plan.checklists.lead_hours
        lead.outcome, lead.cleared_at, lead.cleared_by_id = "", None, None
        lead.due_at = clock.now() + timedelta(hours=hours)
        lead.save()
        settle(measures=OF_A_LEAD, sources=[lead.pk])
    return lead


def _day(said: str) -> date | None:
    try:
        day = values.day(said)
    except Unreadable as wrong:
        raise Refused(wrong.message, field="since", **wrong.params) from None
    if day and day > clock.today():
        raise Refused(_("这一天还没到,请核对。"), field="since")
    return day
