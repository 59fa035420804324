"""What nobody has verified in time is late, and is told upward some hours later."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.arrivals.ladder import KEY
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, Returnee, State
from wanli.domains.ledger.entries import settle
from wanli.domains.notices.operations.overdue import rise, tell_overdue
from wanli.domains.places.queries import paths_of_kind
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.fields import below

BATCH = 1000


def climb() -> int:
    """Mark what is overdue, tell each committee once and the subdistrict some hours later; how
    many registrations rose. Needs the system's scope."""
    return sum(_climb_below(path) for path in paths_of_kind("subdistrict"))


def _climb_below(head: str) -> int:
    hours = plan_in_force(head).plan.registration.upward_hours
    with transaction.atomic():
        hold_tree()
        open_ = Arrival.objects.filter(below([head]), state=State.OPEN)
        late, upward = rise(open_, due="verify_by", upward_hours=hours, at_most=BATCH)
        people = Returnee.objects.filter(arrival__in=[one.pk for one in late])
        settle(measures=OF_A_RETURNEE, sources=list(people.values_list("pk", flat=True)))
        where = [(one.path, one.pk) for one in late]
        tell_overdue(KEY, head, where, [one.pk for one in upward])
    return len(late) + len(upward)
