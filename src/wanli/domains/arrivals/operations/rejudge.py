"""Judge everybody at hand again, after the plan or the list has changed: a long job."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from wanli.domains.arrivals.areas import key_areas
from wanli.domains.arrivals.demands import asked_of
from wanli.domains.arrivals.models import Arrival, Verdict
from wanli.domains.arrivals.moves import waiting
from wanli.domains.arrivals.operations.judge import begin, differs, keep
from wanli.domains.arrivals.weighing import Weighed, of_arrivals, weigh
from wanli.domains.jobs.operations.ask import ask
from wanli.domains.jobs.queries import Job
from wanli.domains.jobs.registry import Made, Tell, Work
from wanli.domains.observation.operations.change_term import lengthen
from wanli.domains.observation.queries import standing_of
from wanli.domains.places.access import Place, place_for
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import InForce, plan_in_force
from wanli.domains.plans.rules.content import Plan
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING

KIND = "arrivals.rejudge"
BATCH = 200
"""Families in one transaction."""


def ask_rejudging(*, access: Access, label: str) -> Job:
    """Have everybody below this subdistrict judged again by the worker. Asked twice, it is one job.

    Permission ``plan.adopt`` there: rules were adopted before, this applies them.
    """
    with transaction.atomic():
        return begin_rejudging(access, place_for(access, label, "plan.adopt"))


def begin_rejudging(access: Access, place: Place) -> Job:
    """The job, in the transaction of whoever adopted something."""
    return ask(access=access, kind=KIND, place=place, asked={"place": place.label}, about=place.pk)


def rejudge(access: Access, asked: dict[str, Any], tell: Tell) -> Made | None:
    """New verdicts for whom the plan and the list in force give another one, with the observations
    that they ask for; some families a transaction.

    Stopped or killed at any moment, and run again, it goes on with those who are left.
    """
    with acting(EVERYTHING), transaction.atomic():
        place = place_for(access, asked["place"], "plan.adopt")
        path = place.path
        arrivals = sorted({one.who.arrival for one in waiting(path).changed})
    tell(0, len(arrivals))
    for start in range(0, len(arrivals), BATCH):
        batch = arrivals[start : start + BATCH]
        with acting(EVERYTHING), transaction.atomic():
            hold_tree()
            _again(batch, path)
        tell(start + len(batch), len(arrivals))
    return None


def _again(ids: list[str], path: str) -> None:
    """Locked, so that nobody overrules a verdict while it is replaced."""
    list(Arrival.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    now = plan_in_force(path)
    people, stays = of_arrivals(ids)
    changed = [one for one in weigh(people, stays, now.plan, key_areas(path)) if differs(one)]
    _follow(now, changed, keep(now, changed, moved=True))


def _follow(now: InForce, changed: list[Weighed], made: list[Verdict]) -> None:
    """The machine opens and lengthens what the plan asks for; it ends nothing."""
    known = [one.who.person for one in changed if one.who.person]
    standing = standing_of(known)
    for one, verdict in zip(changed, made, strict=True):
        if one.who.person and one.who.state == "verified":
            _observe(now.plan, one, verdict, standing.get(one.who.person))


def _observe(plan: Plan, one: Weighed, verdict: Verdict, case: Any) -> None:
    asked = asked_of(plan, one)
    if asked is None or not asked.runs or one.who.person is None:
        return
    if case is None:
        begin(Access.system(), one.who.person, asked, verdict)
    elif asked.last > case[1]:
        lengthen(case[0], asked.last)


WORK = Work("plan.adopt", rejudge)
