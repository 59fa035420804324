"""Enter alarms of days past with what was done about them: the demo, a committee's own records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.measures import OF_AN_EPISODE
from wanli.domains.observation.models import Check, Episode, Step
from wanli.domains.observation.vault import seal_note
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


@dataclass(frozen=True, slots=True)
class PastStep:
    """Something that was done."""

    kind: str
    at: datetime
    by: UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PastEpisode:
    """An alarm as it would stand had it been kept here. ``outcome`` only where it has one."""

    case: UUID
    path: str
    kind: str
    day: date
    slot: str
    """Of the check that raised it."""
    opened_at: datetime
    steps: Sequence[PastStep] = field(default_factory=tuple)
    outcome: str = ""
    closed_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


def enter_episodes(*, access: Access, episodes: Sequence[PastEpisode]) -> int:
    """Enter these in one transaction, booked on the days on which they began and ended; how many.

    Their cases and checks are there already. Permission ``observation.manage`` at each.
    """
    for one in episodes:
        access.require("observation.manage", one.path)
    with transaction.atomic():
        opened, closed = _by_day(episodes, "opened_at"), _by_day(episodes, "closed_at")
        # Day by day: one person's first episode ends before her second one begins.
        for day in sorted({*opened, *closed}):
            _open(opened.get(day, ()), day)
            _close(closed.get(day, ()), day)
        _steps(episodes)
    return len(episodes)


def _by_day(episodes: Iterable[PastEpisode], moment: str) -> dict[date, list[PastEpisode]]:
    found: defaultdict[date, list[PastEpisode]] = defaultdict(list)
    for one in episodes:
        if getattr(one, moment):
            found[clock.local(getattr(one, moment)).date()].append(one)
    return found


def _open(episodes: Sequence[PastEpisode], day: date) -> None:
    Episode.objects.bulk_create(_rows(episodes))
    settle(measures=OF_AN_EPISODE, sources=[one.id for one in episodes], day=day, fresh=True)


def _close(episodes: Sequence[PastEpisode], day: date) -> None:
    for one in episodes:
        Episode.objects.filter(pk=one.id).update(outcome=one.outcome, closed_at=one.closed_at)
    settle(measures=OF_AN_EPISODE, sources=[one.id for one in episodes], day=day)


def _rows(episodes: Iterable[PastEpisode]) -> list[Episode]:
    ways = {"asked", "left", "arrived"}
    return [
        Episode(
            id=one.id,
            case_id=one.case,
            path=one.path,
            kind=one.kind,
            opened_at=one.opened_at,
            told_at=one.opened_at,
            transport=next((s.kind for s in reversed(one.steps) if s.kind in ways), ""),
        )
        for one in episodes
    ]


def _steps(episodes: Sequence[PastEpisode]) -> None:
    told = Check.objects.filter(case__in={one.case for one in episodes}).exclude(alarm="")
    checks = {(check.case_id, check.day, check.slot): check for check in told}
    rows = []
    for one in episodes:
        check = checks.get((one.case, one.day, one.slot))
        steps = [PastStep("told", one.opened_at), *one.steps]
        if one.closed_at:
            last = one.steps[-1].by if one.steps else None
            steps.append(PastStep("closed", one.closed_at, last))
        rows.append(
            _step(one, PastStep("alarm", one.opened_at, check.by_id if check else None), check)
        )
        rows += [_step(one, step) for step in steps]
    Step.objects.bulk_create(rows)


def _step(one: PastEpisode, step: PastStep, check: Check | None = None) -> Step:
    return Step(
        episode_id=one.id,
        path=one.path,
        kind=step.kind,
        check_of=check,
        at=step.at,
        recorded_at=step.at,
        by_id=step.by,
        note_cipher=seal_note(step.note),
    )
