"""What nobody has verified in time is late, and is told upward some hours later."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from wanli.domains.arrivals.ladder import KEY
from wanli.domains.arrivals.measures import OF_A_RETURNEE
from wanli.domains.arrivals.models import Arrival, Returnee, State
from wanli.domains.ledger.entries import settle
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.places.queries import paths_of_kind
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.fields import below
from wanli.kernel import clock

COMMITTEE, SUBDISTRICT = 1, 2
BATCH = 1000


def climb() -> int:
    """Mark what is overdue, tell each committee once and the subdistrict some hours later; how
    many registrations rose. Needs the system's scope."""
    return sum(_climb_below(path) for path in paths_of_kind("subdistrict"))


def _climb_below(head: str) -> int:
    hours = plan_in_force(head).plan.registration.upward_hours
    now = clock.now()
    rose = 0
    with transaction.atomic():
        hold_tree()
        open_ = Arrival.objects.filter(below([head]), state=State.OPEN)
        late = _held(open_.filter(late_since=None, verify_by__lt=now))
        Arrival.objects.filter(pk__in=[one.pk for one in late]).update(late_since=now, rung=1)
        upward = _held(
            open_.filter(late_since__lt=now - timedelta(hours=hours), rung__lt=SUBDISTRICT)
        )
        Arrival.objects.filter(pk__in=[one.pk for one in upward]).update(rung=SUBDISTRICT)
        people = Returnee.objects.filter(arrival__in=[one.pk for one in late])
        settle(measures=OF_A_RETURNEE, sources=list(people.values_list("pk", flat=True)))
        _tell(head, late, upward)
        rose += len(late) + len(upward)
    return rose


def _held(rows: object) -> list[Arrival]:
    return list(rows.order_by("pk").select_for_update()[:BATCH])  # type: ignore[attr-defined]


def _tell(head: str, late: list[Arrival], upward: list[Arrival]) -> None:
    by_area: dict[str, list[Arrival]] = {}
    for one in late:
        by_area.setdefault(".".join(one.path.split(".")[:4]), []).append(one)
    notices = [
        Notice("committee", area, [one.pk for one in rows]) for area, rows in by_area.items()
    ]
    if upward:
        notices.append(Notice("subdistrict", head, [one.pk for one in upward]))
    if notices:
        tell(kind=KEY, notices=notices, channels=Channels(head))
