"""What the plan in force says on observation, ready for the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wanli.domains.observation.rules.slots import Slot
from wanli.domains.places.queries import area_of
from wanli.domains.plans.queries import plan_on
from wanli.domains.plans.rules.content import Plan, Term
from wanli.kernel import clock


def slots(plan: Plan) -> list[Slot]:
    """The checks of a day."""
    return [Slot(check.key, check.by) for check in plan.watch.checks]


def red_flags(plan: Plan) -> set[str]:
    """The symptoms that are an emergency."""
    return {one.key for one in plan.symptoms.symptoms if one.red_flag}


def term_of(plan: Plan, key: str) -> Term | None:
    """The term with this key."""
    return next((term for term in plan.terms if term.key == key), None)


def plans_of(paths: Iterable[str], day: date | None = None) -> dict[str, Plan]:
    """The plan in force for each area of these paths. One query an area."""
    day = day or clock.today()
    return {area: plan_on(area, day).plan for area in sorted({area_of(path) for path in paths})}
