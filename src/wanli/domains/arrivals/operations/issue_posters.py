"""Give gates and compounds the addresses under which people register."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.arrivals.models import Poster
from wanli.domains.arrivals.posters import new_code
from wanli.domains.places.access import place_for
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

KINDS = ("compound", "gate")


def issue_posters(*, access: Access, label: str) -> int:
    """Give each standing compound and gate at or below a place an address, once; how many were
    new. Permission ``posting.print`` there. Addresses that were given stay as they are."""
    with transaction.atomic():
        hold_tree()
        place = place_for(access, label, "posting.print")
        found = Place.objects.standing().filter(below([place.path]), kind__in=KINDS)
        have = Poster.objects.filter(below([place.path])).values("place")
        new = [
            Poster(place_id=pk, path=path, code=new_code())
            for pk, path in found.exclude(pk__in=have).values_list("pk", "path")
        ]
        Poster.objects.bulk_create(new)
    return len(new)


def way_to(label: str) -> str:
    """The code of the compound with this label, for somebody who was led to the wrong one; made
    when it has none yet. ``Hidden`` when no standing compound is called so."""
    with acting(EVERYTHING), transaction.atomic():
        hold_tree()
        place = Place.objects.standing().filter(label=label, kind="compound").first()
        if place is None:
            raise Hidden
        known = Poster.objects.filter(place=place).order_by("made_at").first()
        if known is None:
            known = Poster.objects.create(place=place, path=place.path, code=new_code())
        return known.code
