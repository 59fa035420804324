"""Mark a person as needing particular care, or end such a mark."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wanli.domains.ledger.entries import settle
from wanli.domains.people.access import person_for
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import KeyMark, MarkKind, Person
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused


def set_marks(*, access: Access, person_id: UUID, kinds: set[str]) -> Person:
    """Make the person's present marks exactly these. The same ones again change nothing."""
    with transaction.atomic():
        hold_tree()
        person = person_for(access, person_id, "people.edit")
        if not kinds <= set(MarkKind.values):
            raise Refused(_("没有这种重点对象,请从列表里选。"), field="kinds")
        person = Person.objects.select_for_update().get(pk=person.pk)
        present = set(person.marks.filter(until=None).values_list("kind", flat=True))
        person.marks.filter(until=None, kind__in=present - kinds).update(until=clock.today())
        KeyMark.objects.bulk_create(
            [KeyMark(person=person, path=person.path, kind=k) for k in sorted(kinds - present)]
        )
        settle(measures=OF_A_PERSON, sources=[person.pk])
    return person
