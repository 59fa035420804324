"""What became of the made-up subdistrict's fevers, and one that nobody has dealt with yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from wanli.domains.observation.operations.enter_episodes import PastEpisode, PastStep
from wanli.domains.observation.operations.enter_many import PastCase, PastCheck
from wanli.domains.observation.rules.readings import Reading
from wanli.kernel import clock

FRESH = timedelta(hours=20)
"""An alarm this young has no outcome yet."""
TOGETHER = timedelta(days=3)
"""Alarms of one person within this time are one episode."""


def with_a_fever(cases: list[PastCase]) -> list[PastCase]:
    """The same, but the last temperature of the first of these people is a fever."""
    checks = list(cases[0].checks)
    last = max(n for n, check in enumerate(checks) if check.reading)
    reading = Reading(Decimal("38.2"), ("cough",), "worried", "", "夜里开始发冷")
    checks[last] = replace(checks[last], reading=reading, alarm="fever")
    return [replace(cases[0], checks=checks), *cases[1:]]


def episodes_of(
    random: Random, cases: Sequence[PastCase], workers: Sequence[UUID]
) -> list[PastEpisode]:
    """One for each alarm, or for several of one person close together."""
    found = []
    for case in cases:
        last: datetime | None = None
        for check in case.checks:
            if check.alarm and check.at and (last is None or check.at - last > TOGETHER):
                found.append(_episode(random, case, check, check.at, workers))
                last = check.at
    return found


def _episode(
    random: Random, case: PastCase, check: PastCheck, at: datetime, workers: Sequence[UUID]
) -> PastEpisode:
    who = random.choice(workers) if workers else None
    fresh = clock.now() - at < FRESH and not case.released_at
    taken = PastStep("taken", at + timedelta(minutes=4), who)
    episode = PastEpisode(case.id, case.path, check.alarm, check.day, check.slot, at)
    if fresh:
        return replace(episode, steps=[taken] if taken.at < clock.now() else ())
    ended = min(at + timedelta(minutes=random.randint(70, 300)), clock.now())
    if random.random() < 0.5:
        note = PastStep("note", at + timedelta(minutes=40), who, "复测 36.9,喝了水,盖得太厚")
        return replace(
            episode, steps=[taken, note], outcome="false_alarm", closed_at=max(ended, note.at)
        )
    way = [
        PastStep(kind, at + timedelta(minutes=minutes), who, note)
        for kind, minutes, note in (
            ("asked", 12, "定点医院发热门诊"),
            ("left", 35, ""),
            ("arrived", 60, "核酸和胸片都做了"),
        )
    ]
    return replace(episode, steps=[taken, *way], outcome="home", closed_at=max(ended, way[-1].at))
