"""Rounds on foot: which runner goes to which doors, in which order. Free of Django.

``ways`` says how long it is from door to door, ``plan`` makes the routes, ``faults`` says in a
sentence what cannot be planned, and why.
"""

from wanli.domains.errands.solver.plan import plan, retimed
from wanli.domains.errands.solver.problem import (
    Effort,
    LeftOver,
    Load,
    Plan,
    Route,
    Runner,
    Stop,
    Visit,
)
from wanli.domains.errands.solver.ways import Pace, Spot, middle

__all__ = (
    "Effort",
    "LeftOver",
    "Load",
    "Pace",
    "Plan",
    "Route",
    "Runner",
    "Spot",
    "Stop",
    "Visit",
    "middle",
    "plan",
    "retimed",
)
