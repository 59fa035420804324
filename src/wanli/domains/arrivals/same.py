"""Whether what is told now is what somebody told before."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from wanli.domains.arrivals.form.told import Told
from wanli.domains.arrivals.models import Arrival, Returnee, State
from wanli.domains.arrivals.vault import DOCUMENT, PHONE, keyring
from wanli.domains.places.models import Place
from wanli.ground.fields import below
from wanli.reading.sounds import syllables

NEAR = timedelta(days=3)
"""People say the day on which they leave, or that on which they arrive."""


def same_family(compound: str, place: Place, told: Told) -> Arrival | None:
    """The registration, not verified yet, that this is another telling of; held for the
    transaction.

    The same document is the same person. Without one: the same phone, or the same door, and a name
    that sounds the same: 张 with 弓 and 章 with 立 are heard alike at a gate.
    """
    ring = keyring()
    documents = [ring.index(DOCUMENT, one.document.number) for one in told.people if one.document]
    phones = [ring.index(PHONE, one.phone) for one in told.people if one.phone]
    alike = Q(id_index__in=documents) | Q(phone_index__in=phones)
    if place.kind == "household":
        alike |= Q(arrival__place=place)
    found = Returnee.objects.filter(
        alike,
        below([compound]),
        arrival__state=State.OPEN,
        arrival__arrives_on__range=(told.arrives_on - NEAR, told.arrives_on + NEAR),
    )
    names = {heard(one.name) for one in told.people}
    for row in found.order_by("pk")[:50]:
        same = row.id_index is not None and bytes(row.id_index) in documents
        if same or heard(row.name) in names:
            return Arrival.objects.select_for_update().get(pk=row.arrival_id)
    return None


def heard(name: str) -> str:
    """How a name sounds."""
    return "".join(syllables(name)).replace(" ", "")
