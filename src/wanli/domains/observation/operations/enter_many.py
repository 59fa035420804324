"""Enter many cases with what was reported of them so far: the demo, a committee's own records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.measures import OF_A_CASE, OF_A_CHECK
from wanli.domains.observation.models import Case, Check, State, TermChange
from wanli.domains.observation.operations.open_case import SOURCE
from wanli.domains.observation.rules.readings import Reading
from wanli.domains.observation.rules.terms import last_day
from wanli.domains.observation.vault import seal
from wanli.domains.passes.operations.hold import lift_holds, place_holds
from wanli.domains.plans.rules.content import Term
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


@dataclass(frozen=True, slots=True)
class PastCheck:
    """A check of the plan: told, missed, or due. ``reading`` only where it was told."""

    day: date
    slot: str
    due_at: datetime
    reading: Reading | None = None
    at: datetime | None = None
    by: UUID | None = None
    channel: str = ""
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case as it would stand had it been kept here from its first day."""

    person: UUID
    place: UUID
    path: str
    reason: str
    term: Term
    since: date
    opened_at: datetime
    apart: bool = False
    needs: Sequence[str] = ()
    checks: Sequence[PastCheck] = field(default_factory=tuple)
    released_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


def enter_many(*, access: Access, cases: Sequence[PastCase]) -> int:
    """Enter these cases in one transaction, booked on the days on which things happened.

    Permission ``observation.manage`` at each. People who are observed already break it off
    (``IntegrityError``). Returns how many checks that made.
    """
    for case in cases:
        access.require("observation.manage", case.path)
    with transaction.atomic():
        for day, opened in _by_day(cases, "opened_at"):
            _insert(access, opened)
            settle(measures=OF_A_CASE, sources=[case.id for case in opened], day=day, fresh=True)
            held = [(case.person, case.id, case.path) for case in opened]
            place_holds(source_kind=SOURCE, held=held, day=day)
        checks = _insert_checks(cases)
        _release([case for case in cases if case.released_at])
    return checks


def _by_day(cases: Iterable[PastCase], moment: str) -> list[tuple[date, list[PastCase]]]:
    found: defaultdict[date, list[PastCase]] = defaultdict(list)
    for case in cases:
        found[clock.local(getattr(case, moment)).date()].append(case)
    return sorted(found.items())


def _insert(access: Access, cases: Sequence[PastCase]) -> None:
    rows = [
        Case(
            id=case.id,
            person_id=case.person,
            place_id=case.place,
            path=case.path,
            reason=case.reason,
            term=case.term.key,
            term_name=case.term.name.model_dump(),
            counts_from=case.term.counts_from,
            since=case.since,
            days=case.term.days,
            last_day=last_day(case.since, case.term.days),
            apart=case.apart,
            needs=list(case.needs),
            opened_at=case.opened_at,
            opened_by_id=access.user_id,
        )
        for case in cases
    ]
    Case.objects.bulk_create(rows)
    TermChange.objects.bulk_create(
        TermChange(
            case=row,
            path=row.path,
            kind=TermChange.Kind.OPENED,
            term_name=row.term_name,
            counts_from=row.counts_from,
            since=row.since,
            days=row.days,
            last_day=row.last_day,
            at=row.opened_at,
            by_id=access.user_id,
        )
        for row in rows
    )


CHECK_FIELDS = (
    "id", "case", "path", "day", "slot", "due_at", "state", "rung", "at", "recorded_at", "by",
    "channel", "reading_cipher", "alarm",
)  # fmt: skip


def _insert_checks(cases: Sequence[PastCase]) -> int:
    today = clock.today()
    by_day: defaultdict[date, list[tuple[object, ...]]] = defaultdict(list)
    for case in cases:
        for check in case.checks:
            missed = check.day < today
            unheard = Check.State.MISSED if missed else Check.State.DUE
            state = Check.State.DONE if check.reading else unheard
            by_day[check.day].append(
                (
                    uuid7(), case.id, case.path, check.day, check.slot, check.due_at, state, 0,
                    check.at, check.at, check.by, check.channel,
                    seal(check.reading) if check.reading else None, check.alarm,
                )
            )  # fmt: skip
    for day, rows in sorted(by_day.items()):
        insert_many(Check, CHECK_FIELDS, rows)
        settle(
            measures=OF_A_CHECK,
            sources=[row[0] for row in rows],  # type: ignore[misc]
            day=day,
            fresh=True,
        )
    return sum(map(len, by_day.values()))


def _release(cases: Sequence[PastCase]) -> None:
    for day, released in _by_day(cases, "released_at"):
        ids = [case.id for case in released]
        Case.objects.filter(pk__in=ids).update(
            state=State.RELEASED,
            closed_at=clock.midnight(day),
        )
        settle(measures=OF_A_CASE, sources=ids, day=day)
        lift_holds(sources=ids, day=day)
