"""Whether what is told now is what somebody told before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from wanli.domains.arrivals.form.told import PersonTold, Told
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

    The same document is the same person, and another one of its kind is somebody else, whatever
    their names. Where there is none to compare: the same phone, or the same door, and a name that
    sounds the same: 张 with 弓 and 章 with 立 are heard alike at a gate.
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
    for row in found.order_by("pk")[:50]:
        if any(is_she(row, one) for one in told.people):
            return Arrival.objects.select_for_update().get(pk=row.arrival_id)
    return None


def row_of(rows: Iterable[Returnee], one: PersonTold) -> Returnee | None:
    """The row that is about this person; where several may be, one with her document."""
    hers = [row for row in rows if is_she(row, one)]
    return min(hers, key=lambda row: row.id_index is None, default=None)


def is_she(row: Returnee, one: PersonTold) -> bool:
    """Whether a row may be about this person: the same document; where the two have none of one
    kind the same name by ear."""
    if row.id_index and one.document and row.id_kind == one.document.kind:
        return bytes(row.id_index) == keyring().index(DOCUMENT, one.document.number)
    return heard(row.name) == heard(one.name)


def heard(name: str) -> str:
    """How a name sounds."""
    return "".join(syllables(name)).replace(" ", "")
