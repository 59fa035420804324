"""Two hundred requests of one day, planned for eight runners, against pyvrp given a minute."""

from __future__ import annotations

import random
import time

from django.db import transaction
from pyvrp import solve
from pyvrp.stop import MaxRuntime

from tests.benches.bench import Result, Site
from wanli.domains.errands.solver import Effort, Load, Pace, Plan, Runner, Stop, plan
from wanli.domains.errands.solver.engine import data
from wanli.domains.errands.spots import spots_of
from wanli.domains.places.models import Place

REQUESTS, RUNNERS, MINUTE, HOUR = 200, 8, 60.0, 3600
PROMISED = (10, 12, 15, 18)
"""By these hours; three in ten are wanted within the two hours before."""
CART = Load(60_000, 90_000, 6)


def measure(site: Site) -> Result:
    stops, runners = instance(random.Random(20))
    plan(stops[:20], runners, effort=Effort(iterations=10))
    began = time.perf_counter()
    made = plan(stops, runners)
    seconds = time.perf_counter() - began
    assert not made.left, made.left
    best = solve(
        data(stops, runners, Pace(), all_of_them=True), MaxRuntime(MINUTE), seed=20,
        collect_stats=False,
    ).best  # fmt: skip
    assert best.is_feasible()
    return Result(
        "rounds", "s", round(seconds, 3), MINUTE, round(MINUTE / seconds, 1), REQUESTS,
        f"{REQUESTS} requests of {doors(made)} doors planned for {RUNNERS} runners;"
        f" {made.seconds} s on the way, {100 * (made.seconds / best.distance() - 1):+.1f} % against"
        f" pyvrp as it comes, run for {MINUTE:.0f} s on the same ({best.distance()} s)",
    )  # fmt: skip


def instance(rng: random.Random) -> tuple[list[Stop], list[Runner]]:
    """Homes of the demo's subdistrict, drawn at random, and runners who start at its gates."""
    with transaction.atomic():
        homes = list(
            Place.objects.filter(kind="household").order_by("path").values_list("path", flat=True)
        )
        gates = list(
            Place.objects.filter(kind="gate").order_by("path").values_list("path", flat=True)
        )
        wanted, starts = rng.sample(homes, REQUESTS), rng.sample(gates, RUNNERS)
        spots = spots_of([*wanted, *starts])
    stops = []
    for number, path in enumerate(wanted):
        late = rng.choice(PROMISED)
        early = late - 2 if rng.random() < 0.3 else 7
        load = Load(rng.randint(500, 9_000), rng.randint(500, 15_000), int(rng.random() < 0.15))
        stops.append(Stop(str(number), spots[path], load, early * HOUR, late * HOUR, 150))
    runners = [
        Runner(path, spots[path], CART, 7 * HOUR, 18 * HOUR, trips=4, longest=9 * HOUR)
        for path in starts
    ]
    return stops, runners


def doors(made: Plan) -> int:
    return sum(len(route.visits) for route in made.routes)
