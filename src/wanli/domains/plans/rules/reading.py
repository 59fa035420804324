"""From data to a plan, and from a plan to data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from wanli.domains.plans.rules.content import Plan
from wanli.domains.plans.rules.faults import Unfit, faults_of


def read(data: object) -> Plan:
    """The plan that ``data`` says; ``Unfit`` with everything that is wrong with it."""
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        raise Unfit(faults_of(error)) from None


def write(plan: Plan) -> dict[str, Any]:
    """A plan as JSON keeps it; ``read`` gives the same plan back."""
    return plan.model_dump(mode="json")


@cache
def starter() -> Plan:
    """The plan that comes with Wanli: in force wherever nobody has adopted one yet."""
    said = files("wanli.domains.plans").joinpath("data", "starter.json").read_bytes()
    return Plan.model_validate_json(said)
