"""Contacts for tests."""

from __future__ import annotations

from tests.world import World
from wanli.domains.contacts.models import Cared, Contact
from wanli.domains.contacts.operations.care_days import watch_care
from wanli.domains.contacts.operations.care_list import Terms, put_on
from wanli.domains.contacts.operations.record import record_contact
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


def contact_at(home: Place, outcome: str = "unwell", note: str = "", way: str = "phone") -> Contact:
    """That somebody was in touch with this home."""
    return record_contact(
        access=Access.system(), label=home.label, contact_id=uuid7(), way=way, outcome=outcome,
        note=note,
    )  # fmt: skip


def looked_after(world: World, stairwell: Place) -> Cared:
    """Somebody on the care list there, visited by its leader; a visit is due."""
    known = Cared.objects.filter(path__within=stairwell.path, ended_on=None).first()
    if known is None:
        person = world.person(stairwell)
        terms = Terms("alone", carer=world.leader_of(stairwell).user_id)
        known = put_on(access=Access.system(), person_id=person.pk, terms=terms)
    if not known.visits.filter(state__in=("due", "missed")).exists():
        Cared.objects.filter(pk=known.pk).update(next_on=clock.today())
        watch_care()
    return known
