"""The table of classes as the engine runs it, and what is wrong with one that cannot be.

zen-engine judges; here stands only how a row is said in its language (decision 0032). Cells are
made of closed lists of words, so that nothing anybody types reaches the engine as an expression.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

import zen

from wanli.domains.plans.rules.facts import VALUES, Facts, Value, described, fits
from wanli.domains.plans.rules.parts import noop
from wanli.domains.plans.rules.sorting import FAR, Row, Sorting

ROW = "row"
MOST = 100_000
"""Different sets of facts that a table may tell apart; beyond, nobody could read it either."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a table cannot be: at which of its rows, or at the whole of it (``None``)."""

    row: int | None
    message: str
    params: Mapping[str, object]


def judged(sorting: Sorting, people: Sequence[Facts]) -> list[Row | None]:
    """The row that decides for each of ``people``, in order; none where no row fits.

    Every different set of facts is put to the engine once, all of them in one call.
    """
    different = list(dict.fromkeys(people))
    if not sorting.rows or not different:
        return [None] * len(people)
    found = _decision(sorting, "first").evaluate({"people": [one.said() for one in different]})
    hits = [sorting.rows[one[ROW]] if one else None for one in found["result"]["found"]]
    by_facts = dict(zip(different, hits, strict=True))
    return [by_facts[one] for one in people]


def fitting(sorting: Sorting, people: Sequence[Facts]) -> list[list[int]]:
    """For each of ``people``, the numbers of all rows that fit, from the top down."""
    if not sorting.rows:
        return [[] for _one in people]
    found = _decision(sorting, "collect").evaluate({"people": [one.said() for one in people]})
    return [[hit[ROW] for hit in hits] for hits in found["result"]["found"]]


@lru_cache(maxsize=64)
def problems(sorting: Sorting) -> tuple[Problem, ...]:
    """All that keeps a table from being: rows that contradict each other, rows that nobody can
    ever be judged by, facts that no row covers. Everything that may be is put to the engine."""
    if not sorting.rows:
        return ()
    different = _different(sorting)
    if math.prod(len(one) for one in different.values()) > MOST:
        return (Problem(None, TOO_INTRICATE, {}),)
    everybody = [
        facts
        for values in product(*different.values())
        if _may_be(facts := Facts(**dict(zip(different, values, strict=True))))  # type: ignore[arg-type]
    ]
    hits = fitting(sorting, everybody)
    found = [*_contradictions(sorting, hits), *_idle(sorting, hits)]
    open_ones = (facts for facts, rows in zip(everybody, hits, strict=True) if not rows)
    told_apart = [fact for fact, values in different.items() if len(values) > 1]
    if uncovered := next(open_ones, None):
        found.append(Problem(None, UNCOVERED, {"facts": described(uncovered, told_apart)}))
    return tuple(found)


NOBODY = noop("“{row}”的几个条件碰不到一起,没有人会符合。请改条件或删去。")
TOO_INTRICATE = noop("这张表分得太细,没有人看得懂。请少用几种条件。")
CONTRADICTS = noop("“{row}”和“{other}”管到同样的人,归的类却不同。请改其中一条的条件。")
IDLE = noop("“{row}”轮不到任何人:符合它的人都被上面的规则先管了。请上移、改条件或删去。")
UNCOVERED = noop("有人哪一条都不符合:{facts}。请添一条规则管到他们,或在最后添一条不写条件的。")


def _contradictions(sorting: Sorting, hits: Iterable[list[int]]) -> Iterable[Problem]:
    if sorting.policy != "agree":
        return
    told: set[tuple[int, int]] = set()
    for rows in hits:
        for later in rows[1:]:
            pair = (rows[0], later)
            one, other = sorting.rows[rows[0]], sorting.rows[later]
            if one.cls != other.cls and pair not in told:
                told.add(pair)
                yield Problem(later, CONTRADICTS, {"row": other.name, "other": one.name})


def _idle(sorting: Sorting, hits: Iterable[list[int]]) -> Iterable[Problem]:
    fitted: set[int] = set()
    at_work: set[int] = set()
    for rows in hits:
        fitted.update(rows)
        at_work.update(rows[:1] if sorting.policy == "first" else rows)
    for at, row in enumerate(sorting.rows):
        if at not in at_work:
            yield Problem(at, IDLE if at in fitted else NOBODY, {"row": row.name})


def _different(sorting: Sorting) -> dict[str, tuple[Value, ...]]:
    """For each fact one value of every kind that this table tells apart."""
    found: dict[str, tuple[Value, ...]] = {}
    for fact, values in VALUES.items():
        if fact == "left_days":
            bounds = {row.left_within for row in sorting.rows} | {
                row.left_over for row in sorting.rows
            }
            edges = sorted(
                {0} | {day + step for day in bounds if day is not None for step in (0, 1)}
            )
            found[fact] = (*edges, FAR)
            continue
        kinds: dict[tuple[bool, ...], Value] = {}
        for value in values:
            sign = tuple(value in fits(fact, getattr(row, fact)) for row in sorting.rows)
            if fact in ("stayed", "passed"):
                sign += (value == "none",)
            kinds.setdefault(sign, value)
        found[fact] = tuple(kinds.values())
    return found


def _may_be(facts: Facts) -> bool:
    # Days are counted for those who were in a key area, and for nobody else.
    been = facts.stayed != "none" or facts.passed != "none"
    return been == (facts.left_days != FAR)


@lru_cache(maxsize=64)
def _decision(sorting: Sorting, policy: Literal["first", "collect"]) -> zen.ZenDecision:
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {
            "id": "table", "type": "decisionTableNode", "name": "table",
            "content": {
                "hitPolicy": policy, "executionMode": "loop",
                "inputField": "people", "outputPath": "found",
                "inputs": [{"id": fact, "name": fact, "field": fact} for fact in VALUES],
                "outputs": [{"id": ROW, "name": ROW, "field": ROW}],
                "rules": [_rule(at, row) for at, row in enumerate(sorting.rows)],
            },
        },
        {"id": "out", "type": "outputNode", "name": "out"},
    ]  # fmt: skip
    ways = [("in", "table"), ("table", "out")]
    edges = [{"id": f"{a}-{b}", "sourceId": a, "targetId": b} for a, b in ways]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    decision.validate()
    return decision


def _rule(at: int, row: Row) -> dict[str, str]:
    cells = {fact: _cell(fact, row) for fact in VALUES}
    for fact, cell in cells.items():
        # The engine passes over a row with a cell that it cannot read: better to stop here.
        if cell and (wrong := zen.validate_unary_expression(cell)):
            raise ValueError(f"{row.key}.{fact}: {wrong}")
    return {"_id": str(at), ROW: str(at), **cells}


def _cell(fact: str, row: Row) -> str:
    if fact == "left_days":
        parts = []
        if row.left_over is not None:
            parts.append(f"$ > {row.left_over}")
        if row.left_within is not None:
            parts.append(f"$ <= {row.left_within}")
        return " and ".join(parts)
    condition = getattr(row, fact)
    return f"$ in {json.dumps(fits(fact, condition))}" if condition else ""
