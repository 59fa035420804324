"""Give every stairwell an address for its notice."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.domains.postings.models import StairwellNotice
from wanli.ground.fields import below
from wanli.kernel.access import Access


def issue_notices(*, access: Access, label: str) -> int:
    """Give each standing stairwell at or below a place an address, once; how many were new.

    Permission ``posting.print`` there. Addresses that were given stay as they are.
    """
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "posting.print")
        stairwells = Place.objects.standing().filter(below([place.path]), kind="stairwell")
        have = StairwellNotice.objects.filter(below([place.path])).values("place")
        new = [
            StairwellNotice(place_id=pk, path=path)
            for pk, path in stairwells.exclude(pk__in=have).values_list("pk", "path")
        ]
        StairwellNotice.objects.bulk_create(new)
    return len(new)
