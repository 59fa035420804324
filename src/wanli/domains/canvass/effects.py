"""What a change of the plan would do to the canvass."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.canvass.models import Campaign, Door
from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import Plan


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """Doors that carry a result keep it from leaving the plan; running campaigns keep theirs."""
    yield from _results(path, before, after)
    yield from _question_sets(path, before, after)


def _results(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    kept = {result.key: result for result in after.doors.results}
    moved = [one for one in before.doors.results if kept.get(one.key) != one]
    doors = Door.objects.filter(
        path__within=path, running=True, result__in=[one.key for one in moved]
    )
    counts = dict(doors.values_list("result").annotate(n=Count("pk")).order_by())
    for one in moved:
        n, name = counts.get(one.key, 0), said(one.name)
        if one.key not in kept and n:
            yield Effect(
                _(
                    "不能删去上门结果“{name}”:正在进行的排摸里记着它的户数是 {n}。"
                    "等这些排摸结束再删,或者留着它。"
                ),
                {"name": name, "n": n},
                refuses=True,
            )
        elif one.key in kept and n:
            yield Effect(
                _(
                    "上门结果“{name}”改了:正在进行的排摸里已记着它的 {n} 户不变,"
                    "新开始的排摸用新的。"
                ),
                {"name": name, "n": n},
            )


def _question_sets(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    kept = {one.key: one for one in after.question_sets}
    moved = {one.key: one for one in before.question_sets if kept.get(one.key) != one}
    running = Campaign.objects.filter(
        Q(path__within=path) | Q(path__covers=path),
        closed_on=None,
        question_set__in=list(moved),
    )
    for key, n in running.values_list("question_set").annotate(n=Count("pk")).order_by():
        yield Effect(
            _("问题“{name}”改了:正在进行的排摸({n} 次)继续问开始时的问题,新开始的排摸问新的。"),
            {"name": said(moved[key].name), "n": n},
        )
