"""What a change of the plan would do to those under observation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.models import STANDING, Case
from wanli.domains.observation.rules.terms import Moved, last_day
from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said
from wanli.domains.plans.rules.content import Plan


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """Whose term would end on another day, and what would be asked of them."""
    kept = {term.key: term for term in after.terms}
    for term in before.terms:
        now = kept.get(term.key)
        if now is not None and now.days == term.days:
            continue
        standing = Case.objects.filter(path__within=path, state__in=STANDING, term=term.key)
        if now is None:
            n = standing.count()
            if n:
                yield Effect(
                    _("观察期“{name}”没有了:正在用它的 {n} 人照旧观察到期。"),
                    {"name": said(term.name), "n": n},
                )
            continue
        yield from _moved(standing, said(term.name), now.days)
    if before.watch.checks != after.watch.checks:
        n = Case.objects.filter(path__within=path, state="open").count()
        if n:
            yield Effect(_("每天测量的安排变了:{n} 人从执行那天起照新的来。"), {"n": n})


def _moved(standing: object, name: str, days: int) -> Iterable[Effect]:
    later = earlier = 0
    counted = standing.values_list("since", "last_day").annotate(n=Count("pk"))  # type: ignore[attr-defined]
    for since, end, n in counted.order_by():
        moved = Moved(end, last_day(since, days))
        later += n if moved.days > 0 else 0
        earlier += n if moved.shorter else 0
    if later:
        yield Effect(
            _("观察期“{name}”改为 {days} 天:{n} 人要延长。"),
            {"name": name, "days": days, "n": later},
        )
    if earlier:
        yield Effect(
            _(
                "观察期“{name}”改为 {days} 天:{n} 人会提前期满。"
                "已经开始的不自动缩短,要一份一份决定。"
            ),
            {"name": name, "days": days, "n": earlier},
        )
