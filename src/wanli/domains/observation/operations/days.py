"""Lay out the checks of a day, close those of the days before, let what is late climb."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.ladder import Rose, tell_rungs
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Case, Check, State
from wanli.domains.observation.planned import plans_of, slots
from wanli.domains.observation.rules.slots import owed
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.ground.bulk import insert_many
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.ids import uuid7s

FIELDS = ("id", "case", "path", "day", "slot", "due_at", "state", "rung", "channel", "alarm")


def open_day(day: date | None = None) -> int:
    """Close the days before and lay out the checks of this one; how many were laid out.

    An area a transaction; run as often as one likes, each check is made once. Needs the
    system's scope.
    """
    day = day or clock.today()
    _miss_before(day)
    return sum(_lay_out(area, day) for area in _areas(day))


def climb() -> int:
    """Let every check that nobody reported climb the plan's ladder as far as it is late; how
    many rose. Needs the system's scope."""
    today, risen = clock.today(), 0
    for area in _areas(today):
        with transaction.atomic():
            hold_tree()
            ladder = plans_of([area])[area].watch.ladder
            rose = _raise_late(area, today, [rung.after_minutes for rung in ladder])
            settle(measures=OF_A_CHECK, sources=[one.check for one in rose])
            tell_rungs(area, [rung.who for rung in ladder], rose)
            risen += len(rose)
    return risen


def _areas(day: date) -> list[str]:
    """The areas where somebody is observed on this day."""
    with transaction.atomic():
        running = Case.objects.filter(state=State.OPEN, last_day__gte=day)
        return sorted({area_of(path) for path in running.values_list("path", flat=True)})


def _lay_out(area: str, day: date) -> int:
    with transaction.atomic():
        hold_tree()
        due = owed(slots(plans_of([area], day)[area]), day, clock.LOCAL_ZONE)
        running = Case.objects.filter(
            below([area]),
            state=State.OPEN,
            last_day__gte=day,
            opened_at__lt=clock.midnight(day),
        ).order_by("pk")
        laid = Check.objects.filter(below([area]), day=day).exclude(slot="")
        there = set(laid.values_list("case_id", "slot"))
        wanted = [
            (case, path, key, at)
            for case, path in running.values_list("pk", "path")
            for key, at in due
            if (case, key) not in there
        ]
        ids = uuid7s(len(wanted)) if wanted else []
        insert_many(Check, FIELDS, _rows(ids, wanted, day), or_ignore=True)
        settle(measures=OF_A_CHECK, sources=ids, day=day, fresh=True)
        return len(ids)


def _rows(
    ids: Sequence[UUID], wanted: Sequence[tuple[UUID, str, str, object]], day: date
) -> Iterator[tuple[object, ...]]:
    for number, (case, path, key, at) in zip(ids, wanted, strict=True):
        yield (number, case, path, day, key, at, Check.State.DUE, 0, "", "")


def _miss_before(day: date) -> None:
    """What nobody reported by the end of its day is missed; it can still be typed in."""
    while True:
        with transaction.atomic():
            hold_tree()
            late = Check.objects.filter(state=Check.State.DUE, day__lt=day).order_by("pk")
            ids = list(late.select_for_update().values_list("pk", flat=True)[:5000])
            if not ids:
                return
            Check.objects.filter(pk__in=ids).update(state=Check.State.MISSED)
            settle(measures=OF_A_CHECK, sources=ids, day=day - timedelta(days=1))


def _raise_late(area: str, day: date, waits: list[int]) -> list[Rose]:
    with connection.cursor() as cursor:
        cursor.execute(
            # Found and locked first, then changed by their numbers alone: after a night in which
            # nothing was counted the planner takes what is due for one row, and would look through
            # all of them for each.
            """WITH late AS MATERIALIZED (
                SELECT d.id, d.case_id, d.rung AS before,
                    (SELECT count(*) FROM unnest(%(waits)s::int[]) AS w (minutes)
                    WHERE d.due_at + make_interval(mins => w.minutes) <= %(now)s) AS rung
                FROM observation_check d
                WHERE d.state = 'due' AND d.day = %(day)s
                  AND d.path >= %(area)s::ltree AND d.path < (%(area)s || '0')::ltree
                FOR UPDATE OF d
            ), rising AS MATERIALIZED (
                SELECT l.id, l.before, l.rung, k.person_id
                FROM late l JOIN observation_case k ON k.id = l.case_id
                WHERE l.before < l.rung
                  AND NOT EXISTS (SELECT FROM observation_ladderstop s
                      WHERE s.day = %(day)s AND s.case_id = l.case_id AND s.lifted_at IS NULL
                        AND (s.check_of_id IS NULL OR s.check_of_id = l.id))
            )
            UPDATE observation_check AS c SET rung = r.rung FROM rising r WHERE c.id = r.id
            RETURNING c.id, c.path::text, r.person_id, r.before, c.rung""",
            {"waits": waits, "now": clock.now(), "day": day, "area": area},
        )
        return [Rose(*row) for row in cursor.fetchall()]
