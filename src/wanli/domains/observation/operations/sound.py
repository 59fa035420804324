"""An alarm goes off: an episode opens, or the open one is joined."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from wanli.domains.ledger.entries import settle
from wanli.domains.observation.measures import OF_A_CHECK, OF_AN_EPISODE
from wanli.domains.observation.models import Case, Check, Episode, State, Step
from wanli.domains.observation.operations.tell_medical import tell_medical
from wanli.domains.observation.rules.release import ALARM_DAYS
from wanli.domains.observation.rules.slots import AGAIN
from wanli.domains.plans.rules.content import Plan
from wanli.kernel import clock

__all__ = ["sound"]
OLDEST = timedelta(days=ALARM_DAYS)
"""An alarm from a diary that is older than this is kept as what it was and wakes nobody."""


def sound(case: Case, check: Check, plan: Plan) -> Episode | None:
    """Open an episode for a check that raised the alarm, or let it join the one that is open; ask
    for another temperature in time; tell the medical group. Nothing for an alarm of days ago.

    In the caller's transaction, which holds the case. The same check again changes nothing.
    """
    if check.at is None or check.at < clock.now() - OLDEST:
        return None
    episode = Episode.objects.filter(case=case, closed_at=None).first()
    new = episode is None
    if episode is None:
        episode = Episode.objects.create(case=case, path=case.path, kind=check.alarm)
        settle(measures=OF_AN_EPISODE, sources=[episode.pk], fresh=True)
    if Step.objects.filter(episode=episode, kind=Step.Kind.ALARM, check_of=check).exists():
        return episode
    log(episode, Step.Kind.ALARM, check=check, by=check.by_id, at=check.at)
    if case.state == State.OPEN:
        measure_again(episode, case, plan)
    if new:
        tell_medical(episode)
    return episode


def measure_again(episode: Episode, case: Case, plan: Plan) -> None:
    """Ask for another temperature after the plan's minutes, unless one is asked for already."""
    due_at = clock.now() + timedelta(minutes=plan.watch.remeasure_minutes)
    asked = Check.objects.filter(case=case, slot__startswith=AGAIN)
    if asked.filter(state=Check.State.DUE).exists():
        return
    day = clock.today()
    number = asked.filter(day=day).count() + 1
    check = Check.objects.create(
        case=case, path=case.path, day=day, slot=f"{AGAIN}{number}", due_at=due_at
    )
    settle(measures=OF_A_CHECK, sources=[check.pk], fresh=True)
    log(episode, Step.Kind.REMEASURE, check=check)


def log(
    episode: Episode,
    kind: str,
    *,
    check: Check | None = None,
    by: UUID | None = None,
    at: datetime | None = None,
    note: bytes | None = None,
) -> Step:
    """Write down what happened."""
    return Step.objects.create(
        episode=episode,
        path=episode.path,
        kind=kind,
        check_of=check,
        at=at or clock.now(),
        recorded_at=clock.now(),
        by_id=by,
        note_cipher=note,
    )
