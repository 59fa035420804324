"""pyvrp does the searching; what it must keep to is said here, and nowhere else."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from pyvrp import (
    Client,
    Depot,
    IteratedLocalSearchParams,
    Location,
    ProblemData,
    Solution,
    SolveParams,
    VehicleType,
    solve,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams, PerturbationParams
from pyvrp.stop import (
    FirstFeasible,
    MaxIterations,
    MaxRuntime,
    MultipleCriteria,
    StoppingCriterion,
)

from wanli.domains.errands.solver.problem import DAY, Effort, Runner, Stop
from wanli.domains.errands.solver.ways import Pace, Spot, seconds

UNVISITED = 20 * DAY
"""Worth more than any way to a door: one is left out only where nobody can go there in time."""
HOW = SolveParams(
    ils=IteratedLocalSearchParams(history_length=100),
    neighbourhood=NeighbourhoodParams(num_neighbours=20),
    perturbation=PerturbationParams(max_perturbations=15),
)
"""Looks at fewer neighbours, shakes more gently and is less ready to go back than the library is of
itself: better within seconds, where the library is set for minutes (decision 0025)."""


class _Telling:
    """Says how many seconds have gone, and never ends the search itself; ``tell`` may raise."""

    def __init__(self, tell: Callable[[float], None]) -> None:
        self.tell, self.began = tell, time.monotonic()
        self.last = 0.0

    def __call__(self, best_cost: float) -> bool:
        gone = time.monotonic() - self.began
        if gone - self.last > 0.5:
            self.last = gone
            self.tell(gone)
        return False


def routed(
    stops: Sequence[Stop],
    runners: Sequence[Runner],
    pace: Pace,
    effort: Effort,
    tell: Callable[[float], None] | None = None,
) -> dict[str, list[tuple[str, int]]]:
    """For each runner the doors in her order, each with the number of the trip, from 1.

    Each door must be one that some runner could reach if it were the only one. First a way is
    looked for that leaves nobody out; only where none is found may doors be left, since the search
    is much slower at weighing which. ``tell`` hears how many seconds have gone, and may raise to
    stop.
    """
    began = time.monotonic()
    telling: list[StoppingCriterion] = [_Telling(tell)] if tell else []
    problem = data(stops, runners, pace, all_of_them=True)
    first: Solution | None = _searched(problem, effort, [FirstFeasible(), *telling], share=0.25)
    if first is None or not first.is_feasible():
        problem, first = data(stops, runners, pace, all_of_them=False), None
    rest = replace(effort, seconds=max(0.0, effort.seconds - (time.monotonic() - began)))
    found = _searched(problem, rest, telling, share=1, start=first)
    return {
        runners[route.vehicle_type()].key: [
            (stops[each.idx].key, each.trip + 1) for each in route.schedule() if each.is_client()
        ]
        for route in found.routes()
        if route.is_feasible()
    }


def _searched(
    problem: ProblemData,
    effort: Effort,
    stops: list[StoppingCriterion],
    *,
    share: float,
    start: Solution | None = None,
) -> Solution:
    limits: list[StoppingCriterion] = [
        MaxIterations(int(effort.iterations * share)),
        MaxRuntime(effort.seconds * share),
        *stops,
    ]
    with warnings.catch_warnings():
        # That something may not fit is what the answer says; the library warns of it as well.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        return solve(
            problem,
            MultipleCriteria(limits),
            seed=effort.seed,
            collect_stats=False,
            params=HOW,
            initial_solution=start,
        ).best


def data(
    stops: Sequence[Stop], runners: Sequence[Runner], pace: Pace, *, all_of_them: bool
) -> ProblemData:
    """The problem in pyvrp's words.

    Unless all doors must be visited, one may be left out, at a price that nothing else reaches.
    """
    depots = list(dict.fromkeys(spot for one in runners for spot in (one.start, one.home)))
    spots: list[Spot] = depots + [one.spot for one in stops]
    ways: np.ndarray[Any, np.dtype[Any]] = np.array(
        [[seconds(pace, one, other) for other in spots] for one in spots]
    )
    clients = [
        Client(
            location=len(depots) + at,
            delivery=list(stop.load.parts),
            service_duration=stop.service,
            tw_early=stop.early,
            tw_late=stop.late,
            prize=0 if all_of_them else UNVISITED,
            required=all_of_them,
        )
        for at, stop in enumerate(stops)
    ]
    vehicles = [
        VehicleType(
            start_depot=depots.index(one.start),
            end_depot=depots.index(one.home),
            capacity=list(one.carries.parts),
            tw_early=one.early,
            tw_late=one.late,
            shift_duration=one.longest,
            reload_depots=[depots.index(one.start)] if one.trips > 1 else [],
            max_reloads=one.trips - 1,
        )
        for one in runners
    ]
    return ProblemData(
        [Location(0, 0) for _ in spots],
        clients,
        [Depot(location=at) for at in range(len(depots))],
        vehicles,
        [ways],
        [ways],
    )
