"""Mark what was promised and has not come."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.errands.measures import OF_A_REQUEST
from wanli.domains.errands.models import OPEN, Request
from wanli.domains.ledger.entries import settle
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock

BATCH = 2000


def mark_late() -> int:
    """Whatever is open after the time it was promised for is late; how many became so. Needs the
    system's scope."""
    marked = 0
    while True:
        with transaction.atomic():
            hold_tree()
            due = Request.objects.filter(state__in=OPEN, late=False, wanted_by__lt=clock.now())
            ids = list(due.order_by("pk").select_for_update().values_list("pk", flat=True)[:BATCH])
            if not ids:
                return marked
            Request.objects.filter(pk__in=ids).update(late=True)
            settle(measures=OF_A_REQUEST, sources=ids)
            marked += len(ids)
