"""Everybody at hand, held against a table and a list: what each is by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from wanli.domains.arrivals.areas import KeyAreas
from wanli.domains.arrivals.rules import knowing
from wanli.domains.arrivals.rules.knowing import Journey, Stayed, Way, facts_of, way_of
from wanli.domains.arrivals.vault import HEALTH, health_said, keyring
from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.facts import Facts
from wanli.domains.plans.rules.sorting import Row
from wanli.domains.plans.rules.table import judged
from wanli.kernel import clock

AT_HAND = timedelta(days=60)
"""Who arrived longer ago is not judged again: every term is over by then."""


class Somebody(NamedTuple):
    """One of those who arrived, with the verdict that holds for her now.

    A tuple: of these a hundred thousand are made at once.
    """

    id: str
    """As text, like the next one: a hundred thousand of them are looked up by it."""
    arrival: str
    path: str
    person: UUID | None
    arrives_on: date
    state: str
    health: bytes | None
    homeless: bool
    judged: bool
    cls: str
    rule: str
    by: UUID | None
    case: UUID | None

    @property
    def overruled(self) -> bool:
        """Whether somebody decided it: rules do not change that."""
        return self.judged and not self.rule and self.by is not None


class Weighed(NamedTuple):
    """What somebody is by a table and a list."""

    who: Somebody
    row: Row | None
    facts: Facts
    way: Way

    @property
    def cls(self) -> str:
        """The key of the class; empty where no row fits."""
        return self.row.cls if self.row else ""


# One table a question, put together here: in the minutes after many came in at once nothing is
# counted yet, and the planner would hold each against every other (decision 0014).
_ARRIVALS = """SELECT a.id::text, a.path::text, a.arrives_on, a.state,
    (SELECT p.kind = 'compound' FROM places_place p WHERE p.id = a.place_id)
FROM arrivals_arrival a WHERE {} AND a.state IN ('open', 'verified') AND a.arrives_on >= %s"""
_RETURNEES = """SELECT r.arrival_id::text, r.id::text, r.person_id, r.health_cipher
FROM arrivals_returnee r WHERE {} ORDER BY r.id"""
_VERDICTS = """SELECT v.returnee_id::text, true, v.cls, v.rule, v.by_id, v."case"
FROM arrivals_verdict v WHERE {} AND v.over_at IS NULL"""
_STAYS = """SELECT s.arrival_id::text, s.county, s.words, s.since, s.until, s.passed, s.abroad
FROM arrivals_stay s WHERE {}"""
_BELOW = ("{}.path <@ %s::ltree",) * 4
_THESE = ("{}.id = ANY (%s::uuid[])", *("{}.arrival_id = ANY (%s::uuid[])",) * 3)
_NO_VERDICT = (False, "", "", None, None)


def at_hand(path: str) -> tuple[list[Somebody], dict[str, list[Stayed]]]:
    """Everybody below ``path`` who is not closed and arrived lately, and where each family was."""
    return _fetched(_BELOW, path, clock.today() - AT_HAND)


def of_arrivals(ids: Sequence[UUID | str]) -> tuple[list[Somebody], dict[str, list[Stayed]]]:
    """Everybody of those among these arrivals that are not closed."""
    return _fetched(_THESE, [str(one) for one in ids], date.min)


def _fetched(
    where: Sequence[str], what: Any, since: date
) -> tuple[list[Somebody], dict[str, list[Stayed]]]:
    arrivals, returnees, verdicts, stayed = (
        one.format(condition.format(table))
        for one, condition, table in zip(
            (_ARRIVALS, _RETURNEES, _VERDICTS, _STAYS), where, "arvs", strict=True
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(arrivals, [what, since])
        journeys = {one[0]: one[1:] for one in cursor.fetchall()}
        cursor.execute(verdicts, [what])
        held = {one[0]: one[1:] for one in cursor.fetchall()}
        cursor.execute(returnees, [what])
        people = []
        for arrival, who, person, health in cursor.fetchall():
            if journey := journeys.get(arrival):
                path, arrives_on, state, homeless = journey
                people.append(
                    Somebody(
                        who, arrival, path, person, arrives_on, state, health, homeless,
                        *held.get(who, _NO_VERDICT),
                    )
                )  # fmt: skip
        cursor.execute(stayed, [what])
        stays: dict[str, list[Stayed]] = defaultdict(list)
        for arrival, *stay in cursor.fetchall():
            stays[arrival].append(Stayed(*stay))
    return people, stays


def weigh(
    people: Iterable[Somebody], stays: dict[str, list[Stayed]], plan: Plan, areas: KeyAreas
) -> Iterator[Weighed]:
    """What each is by this plan and this list, in order; the same facts are judged once, and what
    many said alike is understood once."""
    people = list(people)
    ways = _ways(people, stays, plan, areas)
    red_flags = frozenset(one.key for one in plan.symptoms.symptoms if one.red_flag)
    told = _Told(plan.watch.fever_celsius)
    known: dict[tuple[Facts, knowing.Health], Facts] = {}
    facts = []
    for one in people:
        way, health = ways[one.arrival], told.by(one.health)
        found = known.get((way.facts, health))
        if found is None:
            found = known[way.facts, health] = facts_of(way, health, red_flags)
        facts.append(found)
    rows = judged(plan.sorting, facts)
    for one, of_her, row in zip(people, facts, rows, strict=True):
        yield Weighed(one, row, of_her, ways[one.arrival])


def _ways(
    people: Sequence[Somebody], stays: dict[str, list[Stayed]], plan: Plan, areas: KeyAreas
) -> dict[str, Way]:
    found: dict[str, Way] = {}
    for one in people:
        if one.arrival not in found:
            journey = Journey(one.arrives_on, tuple(stays.get(one.arrival, ())), one.homeless)
            found[one.arrival] = way_of(journey, areas, plan.sorting)
    return found


class _Told:
    """What people said of their health: opened with one ring, the same words understood once."""

    def __init__(self, fever: Decimal) -> None:
        self.ring, self.fever = keyring(), fever
        self.known: dict[str, knowing.Health] = {}

    def by(self, token: bytes | None) -> knowing.Health:
        """What stands behind a token."""
        words = self.ring.open(HEALTH, token) if token else ""
        found = self.known.get(words)
        if found is None:
            said = health_said(words)
            found = self.known[words] = knowing.Health(
                contact="close" if said.contact else "none",
                symptoms=said.symptoms,
                fever=said.celsius is not None and said.celsius >= self.fever,
                vaccination=said.vaccination or "unknown",
                test=said.test or "unknown",
            )
        return found
