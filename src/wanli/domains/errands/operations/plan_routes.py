"""Look for the ways of many homes: longer than a page may take, so the worker does it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from wanli.domains.errands import routing
from wanli.domains.errands.solver.problem import Effort, LeftOver
from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job, result_of
from wanli.domains.jobs.registry import Made, Tell
from wanli.domains.places.access import place_for
from wanli.domains.places.tree import hold_tree
from wanli.kernel.access import Access

KIND = "errands.routes"
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be planned. ``label``: the place whose homes wait; none: all of one's own."""

    label: str
    how: str
    shop: str
    crew: routing.Crew


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it: the order in which each runner goes, and what is left, with its reason."""

    order: dict[int, list[UUID]]
    left: tuple[LeftOver, ...]


def ask_routes(*, access: Access, wanted: Wanted, seconds: int = SECONDS) -> Job:
    """The job that looks for the ways, as long as this. Permission ``errand.manage`` where they
    start."""
    crew = wanted.crew
    with transaction.atomic():
        hold_tree()
        start = place_for(access, crew.start.rpartition(".")[2], "errand.manage")
        asked = {
            "label": wanted.label, "how": wanted.how, "shop": wanted.shop, "start": crew.start,
            "runners": crew.runners, "leaves": crew.leaves.isoformat(),
            "back": crew.back.isoformat(), "homes": crew.homes, "kilos": crew.kilos,
            "seconds": seconds,
        }  # fmt: skip
        return ask(access=access, kind=KIND, place=start, asked=asked)


def find_routes(access: Access, asked: dict[str, Any], tell: Tell) -> Made:
    """Nothing is changed by it: what it finds is looked at, and then made into rounds or not."""
    wanted = wanted_of(asked)
    total = int(asked["seconds"])
    tell(0, total)
    with transaction.atomic():
        laid = routing.laid_out(
            where(access, wanted.label), how=wanted.how, shop=wanted.shop, crew=wanted.crew,
            most=routing.MOST_IN_A_JOB,
        )  # fmt: skip
    made = routing.searched(
        laid, Effort(iterations=10**9, seconds=total),
        lambda gone: tell(min(int(gone), total), total),
    )  # fmt: skip
    tell(total, total)
    found = {
        "order": {route.runner: [visit.key for visit in route.visits] for route in made.routes},
        "left": [[one.key, one.why, dict(one.params)] for one in made.left],
    }
    return Made("", json.dumps(found, ensure_ascii=False, default=str).encode())


def where(access: Access, label: str) -> tuple[str, ...]:
    """The places whose homes wait."""
    if label:
        return (place_for(access, label, "errand.manage").path,)
    return access.paths("errand.manage")


def wanted_of(asked: Mapping[str, Any]) -> Wanted:
    """What a job was asked for."""
    crew = routing.Crew(
        asked["start"], asked["runners"], datetime.fromisoformat(asked["leaves"]),
        datetime.fromisoformat(asked["back"]), asked["homes"], asked["kilos"],
    )  # fmt: skip
    return Wanted(asked["label"], asked["how"], asked["shop"], crew)


def found_by(job: Job) -> Found | None:
    """What a job found; none when it is not over, or its day is."""
    content = result_of(job) if job.state == Job.State.DONE else None
    if content is None:
        return None
    said = json.loads(content)
    return Found(
        {int(n): [UUID(key) for key in keys] for n, keys in said["order"].items()},
        tuple(LeftOver(key, why, tuple(params.items())) for key, why, params in said["left"]),
    )
