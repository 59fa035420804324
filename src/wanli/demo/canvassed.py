"""The made-up subdistrict's canvass: from door to door before people go back to work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from wanli.domains.canvass.operations.record_many import Tried, record_many
from wanli.domains.canvass.operations.start_campaign import start_campaign
from wanli.domains.canvass.queries import doors_of_running
from wanli.kernel import clock
from wanli.kernel.access import Access

CANVASS_DAYS = 5
CANVASSED = 0.55
"""The share of doors that somebody has been to."""


def canvass(
    access: Access, random: Random, *, label: str, uses: Mapping[str, str], leaders: Sequence[UUID]
) -> int:
    """A campaign over the whole subdistrict, about half done over the last days; how many visits.

    ``uses``: what each door stands for, by its path. ``leaders``: who goes from door to door.
    """
    today = clock.today()
    start_campaign(
        access=access,
        name="返岗前排摸",
        labels=[label],
        starts_on=today - timedelta(days=CANVASS_DAYS),
        due_on=today + timedelta(days=2),
        question_set="return",
    )
    tried: defaultdict[date, list[Tried]] = defaultdict(list)
    for door_id, path in doors_of_running():
        if random.random() > CANVASSED:
            continue
        day = today - timedelta(days=random.randrange(CANVASS_DAYS))
        at = clock.midnight(day) + timedelta(hours=random.uniform(9, 19))
        result = _result(random, uses.get(path, ""))
        again = day + timedelta(days=1) if result in ("nobody", "refused") else None
        at = min(at, clock.now())
        tried[day].append(Tried(door_id, path, result, at, random.choice(leaders), again))
    for day, visits in sorted(tried.items()):
        record_many(access=access, visits=visits, day=day)
    return sum(map(len, tried.values()))


def _result(random: Random, use: str) -> str:
    if use in ("empty", "let"):
        return use
    return random.choices(
        ("met", "by_phone", "nobody", "refused", "elsewhere"), (70, 14, 12, 1, 3)
    )[0]
