"""Lay out the routines of a day, and close those of the days before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.places.models import Place
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_on
from wanli.domains.plans.rules.content import Plan
from wanli.domains.routines.measures import OF_A_CHECK
from wanli.domains.routines.models import RoutineCheck
from wanli.ground.bulk import insert_many
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.ids import uuid7s

FIELDS = (
    "id", "place", "path", "day", "routine", "name", "turn", "due_at", "team", "state", "why",
)  # fmt: skip
BATCH = 5000


def open_day(day: date | None = None) -> int:
    """Close the days before and lay out the routines of this one; how many were laid out.

    An area a transaction; run as often as one likes, each is made once. Needs the
    system's scope.
    """
    day = day or clock.today()
    _miss_before(day)
    return sum(lay_out(path, day) for path in _parts())


def lay_out(path: str, day: date) -> int:
    """The routines of a day at and below one place, in one transaction."""
    with transaction.atomic():
        hold_tree()
        plan = plan_on(path, day).plan
        rows = list(_wanted(plan, path, day))
        ids = uuid7s(len(rows)) if rows else []
        made = insert_many(
            RoutineCheck,
            FIELDS,
            ((number, *row) for number, row in zip(ids, rows, strict=True)),
            or_ignore=True,
        )
        if made:
            settle(measures=OF_A_CHECK, sources=ids, day=day, fresh=True)
    return made


def _parts() -> list[str]:
    """Where places with plans of their own lie, piece by piece: areas, parks and towers."""
    with transaction.atomic():
        kinds = ("area", "park", "tower")
        found = Place.objects.standing().filter(kind__in=kinds).order_by("path")
        paths = list(found.values_list("path", flat=True))
    heads: list[str] = []
    for path in paths:
        # A tower in a park is laid out with the park.
        if not (heads and path.startswith(heads[-1] + ".")):
            heads.append(path)
    return heads


def _wanted(plan: Plan, path: str, day: date) -> Iterator[tuple[object, ...]]:
    kinds = {routine.where for routine in plan.routines}
    places = Place.objects.standing().filter(below([path]), kind__in=kinds)
    by_kind: dict[str, list[tuple[UUID, str]]] = {}
    for pk, at, kind in places.values_list("pk", "path", "kind"):
        by_kind.setdefault(kind, []).append((pk, at))
    known = set(
        RoutineCheck.objects.filter(below([path]), day=day).values_list(
            "place_id", "routine", "turn"
        )
    )
    for routine in plan.routines:
        name = routine.name.model_dump_json()
        for turn in routine.turns:
            due = datetime.combine(day, turn.by, clock.LOCAL_ZONE)
            for pk, at in by_kind.get(routine.where, ()):
                if (pk, routine.key, turn.key) not in known:
                    yield (
                        pk, at, day, routine.key, name, turn.key, due, routine.team,
                        RoutineCheck.State.DUE, "",
                    )  # fmt: skip


def _miss_before(day: date) -> None:
    """What nobody told of by the end of its day is missed; it can still be recorded."""
    while True:
        with transaction.atomic():
            hold_tree()
            late = RoutineCheck.objects.filter(state="due", day__lt=day).order_by("pk")
            ids = list(late.select_for_update().values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            RoutineCheck.objects.filter(pk__in=ids).update(state=RoutineCheck.State.MISSED)
            settle(measures=OF_A_CHECK, sources=ids, day=day - timedelta(days=1))
