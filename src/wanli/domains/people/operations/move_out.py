"""Somebody no longer lives here."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.people.access import person_for
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import Person
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access


def move_out(*, access: Access, person_id: UUID, permission: str = "people.edit") -> Person:
    """End every present residence and mark of a person. Moving out twice changes nothing."""
    with transaction.atomic():
        hold_tree()
        person = person_for(access, person_id, permission)
        person = Person.objects.select_for_update().get(pk=person.pk)
        if person.left_on is None:
            today = clock.today()
            person.residences.filter(until=None).update(until=today)
            person.marks.filter(until=None).update(until=today)
            person.left_on = today
            person.updated_at = clock.now()
            person.save(update_fields=["left_on", "updated_at"])
            settle(measures=OF_A_PERSON, sources=[person.pk])
    return person
