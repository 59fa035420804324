"""Everybody at hand, held against a table and a list: what each is by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from wanli.domains.arrivals.areas import KeyAreas
from wanli.domains.arrivals.rules import knowing
from wanli.domains.arrivals.rules.knowing import Journey, Stayed, Way, facts_of, way_of
from wanli.domains.arrivals.vault import open_health
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.facts import Facts
from wanli.domains.plans.rules.sorting import Row
from wanli.domains.plans.rules.table import judged
from wanli.kernel import clock

AT_HAND = timedelta(days=60)
"""Who arrived longer ago is not judged again: every term is over by then."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of those who arrived, with the verdict that holds for her now."""

    id: UUID
    arrival: UUID
    path: str
    person: UUID | None
    arrives_on: date
    state: str
    health: bytes | None
    homeless: bool
    verdict: UUID | None
    cls: str
    rule: str
    by: UUID | None
    case: UUID | None

    @property
    def overruled(self) -> bool:
        """Whether somebody decided it: rules do not change that."""
        return self.verdict is not None and not self.rule and self.by is not None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What somebody is by a table and a list."""

    who: Somebody
    row: Row | None
    facts: Facts
    way: Way

    @property
    def cls(self) -> str:
        """The key of the class; empty where no row fits."""
        return self.row.cls if self.row else ""


_PEOPLE = """SELECT r.id, r.arrival_id, a.path::text, r.person_id, a.arrives_on, a.state,
    r.health_cipher, p.kind = 'compound', v.id, coalesce(v.cls, ''), coalesce(v.rule, ''),
    v.by_id, v."case"
FROM arrivals_returnee r JOIN arrivals_arrival a ON a.id = r.arrival_id
JOIN places_place p ON p.id = a.place_id
LEFT JOIN arrivals_verdict v ON v.returnee_id = r.id AND v.over_at IS NULL
WHERE {} ORDER BY r.id"""
_STAYS = """SELECT s.arrival_id, s.county, s.words, s.since, s.until, s.passed, s.abroad
FROM arrivals_stay s JOIN arrivals_arrival a ON a.id = s.arrival_id
WHERE {}"""
_BELOW = "a.path <@ %s::ltree AND a.state IN ('open', 'verified') AND a.arrives_on >= %s"
_THESE = "a.id = ANY (%s)"


def at_hand(path: str) -> tuple[list[Somebody], dict[UUID, list[Stayed]]]:
    """Everybody below ``path`` who is not closed and arrived lately, and where each family was."""
    return _fetched(_BELOW, [path, clock.today() - AT_HAND])


def of_arrivals(ids: Sequence[UUID]) -> tuple[list[Somebody], dict[UUID, list[Stayed]]]:
    """Everybody of these arrivals."""
    return _fetched(_THESE, [list(ids)])


def _fetched(where: str, params: list[Any]) -> tuple[list[Somebody], dict[UUID, list[Stayed]]]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE.format(where), params)
        people = [Somebody(*row) for row in cursor.fetchall()]
        cursor.execute(_STAYS.format(where), params)
        stays: dict[UUID, list[Stayed]] = defaultdict(list)
        for arrival, *stay in cursor.fetchall():
            stays[arrival].append(Stayed(*stay))
    return people, stays


def weigh(
    people: Iterable[Somebody], stays: dict[UUID, list[Stayed]], plan: Plan, areas: KeyAreas
) -> Iterator[Weighed]:
    """What each is by this plan and this list, in order; the same facts are judged once."""
    people = list(people)
    ways = _ways(people, stays, plan, areas)
    red_flags = frozenset(one.key for one in plan.symptoms.symptoms if one.red_flag)
    fever = plan.watch.fever_celsius
    facts = [facts_of(ways[one.arrival], _health(one.health, fever), red_flags) for one in people]
    rows = judged(plan.sorting, facts)
    for one, known, row in zip(people, facts, rows, strict=True):
        yield Weighed(one, row, known, ways[one.arrival])


def _ways(
    people: Sequence[Somebody], stays: dict[UUID, list[Stayed]], plan: Plan, areas: KeyAreas
) -> dict[UUID, Way]:
    found: dict[UUID, Way] = {}
    for one in people:
        if one.arrival not in found:
            journey = Journey(one.arrives_on, tuple(stays.get(one.arrival, ())), one.homeless)
            found[one.arrival] = way_of(journey, areas, plan.sorting)
    return found


def _health(token: bytes | None, fever: Decimal) -> knowing.Health:
    said = open_health(token)
    return knowing.Health(
        contact="close" if said.contact else "none",
        symptoms=said.symptoms,
        fever=said.celsius is not None and said.celsius >= fever,
    )
