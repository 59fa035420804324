"""From what somebody told to the facts that the table of classes asks for, and on what they rest.

Everything is as of the day of arrival, so that a verdict does not drift from day to day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from wanli.domains.arrivals.rules.areas import RANK, Hit, KeyAreas
from wanli.domains.plans.rules.facts import Facts
from wanli.domains.plans.rules.sorting import FAR, Sorting


class Stayed(NamedTuple):
    """Where somebody was."""

    county: str
    """GB/T 2260; of the city or province where nobody said more; empty for abroad and unknown."""
    words: str
    since: date
    until: date
    passed: bool = False
    """Only passed through."""
    abroad: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """What a family told of its way here."""

    arrives_on: date
    stays: tuple[Stayed, ...] = ()
    homeless: bool = False
    """Without a fixed address here."""


@dataclass(frozen=True, slots=True)
class Health:
    """What one of them told of herself."""

    contact: str = "none"
    symptoms: tuple[str, ...] = ()
    """Keys of the plan."""
    fever: bool = False
    vaccination: str = "unknown"
    test: str = "unknown"


@dataclass(frozen=True, slots=True)
class Ground:
    """A stay in a key area on which a fact rests."""

    kind: Literal["stayed", "passed"]
    words: str
    since: str
    until: str
    """Days as ISO has them."""
    level: str
    area: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Way:
    """What is known of a journey, for all who made it."""

    facts: Facts
    grounds: tuple[Ground, ...]


def way_of(journey: Journey, areas: KeyAreas, rules: Sorting) -> Way:
    """Where they came from and which key areas they were in, on the days that the plan looks at."""
    earliest = journey.arrives_on - timedelta(days=rules.look_back_days)
    looked_at = [one for one in journey.stays if one.until >= earliest]
    best: dict[str, tuple[Stayed, Hit]] = {}
    left: date | None = None
    for stay in looked_at:
        first, last = max(stay.since, earliest), min(stay.until, journey.arrives_on)
        hit = areas.worst(stay.county, stay.words, first, last)
        if hit is None:
            continue
        left = hit.last if left is None else max(left, hit.last)
        kind = "passed" if stay.passed else "stayed"
        if kind not in best or _worse(hit, best[kind][1]):
            best[kind] = stay, hit
    level = {kind: hit.area.level for kind, (_stay, hit) in best.items()}
    facts = Facts(
        stayed=level.get("stayed", "none"),
        passed=level.get("passed", "none"),
        left_days=FAR if left is None else (journey.arrives_on - left).days,
        origin=_origin(looked_at, rules.city),
        residence="none" if journey.homeless else "home",
    )
    return Way(facts, tuple(_ground(kind, *one) for kind, one in sorted(best.items())))  # type: ignore[arg-type]


def facts_of(way: Way, health: Health, red_flags: Collection[str]) -> Facts:
    """What is known of one of those who made the journey. ``red_flags``: the symptoms of the plan
    with which one goes to hospital at once."""
    ill = "none"
    if health.symptoms or health.fever:
        urgent = health.fever or any(one in red_flags for one in health.symptoms)
        ill = "urgent" if urgent else "some"
    common = way.facts
    return Facts(
        health.contact, ill, common.stayed, common.passed, common.left_days, common.origin,
        health.vaccination, health.test, common.residence,
    )  # fmt: skip


def to_json(facts: Facts, grounds: tuple[Ground, ...]) -> dict[str, Any]:
    """Plain, to be sealed."""
    return {"facts": asdict(facts), "grounds": [asdict(one) for one in grounds]}


def of_json(data: dict[str, Any]) -> tuple[Facts, tuple[Ground, ...]]:
    """The reverse."""
    return Facts(**data["facts"]), tuple(Ground(**one) for one in data["grounds"])


def _origin(stays: list[Stayed], city: str) -> str:
    """The farthest they were; of those who said nothing the plan's rule for other provinces
    holds until somebody has asked."""
    if any(one.abroad for one in stays):
        return "abroad"
    head = city[:2] if city.endswith("0000") else city[:4]
    here = [one.county.startswith(head) for one in stays]
    return "city" if here and all(here) else "elsewhere"


def _worse(one: Hit, other: Hit) -> bool:
    return (RANK[one.area.level], one.last) > (RANK[other.area.level], other.last)


def _ground(kind: Literal["stayed", "passed"], stay: Stayed, hit: Hit) -> Ground:
    return Ground(
        kind, stay.words, stay.since.isoformat(), stay.until.isoformat(), hit.area.level,
        hit.area.called, hit.sure,
    )  # fmt: skip
