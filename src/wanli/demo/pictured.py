"""Pictures in the made-up subdistrict: some routines that were done, some things that were brought.

Apart from the loading, which is one transaction: pictures lie among the uploads.
"""

from __future__ import annotations

from random import Random

from django.db import transaction

from wanli.demo.drawn import parcel_at_door, wet_floor
from wanli.domains.errands.models import Attempt, Photo
from wanli.domains.errands.operations import keep_photo as errands
from wanli.domains.routines.models import RoutineCheck
from wanli.domains.routines.operations import photos as routines
from wanli.ground.pictures import Sent
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

ROUTINES, BROUGHT = 40, 30
"""At the most."""


def take_pictures(access: Access, random: Random) -> int:
    """Lay pictures beside some of today's routines everywhere, and beside the latest things that
    were brought; how many they are."""
    with transaction.atomic():
        done = RoutineCheck.objects.filter(state="done", day=clock.today())
        checks = list(done.order_by("path", "pk").values_list("pk", flat=True))
        brought = list(
            Attempt.objects.filter(outcome="done", photo=None)
            .order_by("-at", "pk")
            .values_list("request_id", flat=True)[:BROUGHT]
        )
    n = 0
    for check in checks[:: max(1, len(checks) // ROUTINES)][:ROUTINES]:
        sent = Sent.of(wet_floor(random))
        routines.keep_photo(access=access, check_id=check, sent=sent)
        n += 1
    for request in brought:
        sent = Sent.of(parcel_at_door(random))
        try:
            errands.keep_photo(access=access, what=Photo.What.PROOF, sent=sent, request_id=request)
        except Refused:
            continue
        n += 1
    return n
