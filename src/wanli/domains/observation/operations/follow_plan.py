"""Let the terms that run follow a plan that came into force."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.observation.models import STANDING, Case, TermChange
from wanli.domains.observation.planned import plans_of, term_of
from wanli.domains.observation.rules.terms import last_day
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock

BATCH = 500


def follow_plan() -> int:
    """Lengthen every term that the plan in force makes longer; how many. What it makes shorter is
    left: shortening is decided case by case. Run again it changes nothing.

    Needs the system's scope.
    """
    changed, last = 0, None
    while True:
        with transaction.atomic():
            hold_tree()
            rows = Case.objects.filter(state__in=STANDING, last_day__gte=clock.today())
            if last is not None:
                rows = rows.filter(pk__gt=last)
            batch = list(rows.order_by("pk").select_for_update(of=("self",))[:BATCH])
            if not batch:
                return changed
            last = batch[-1].pk
            changed += _lengthen(batch)


def _lengthen(cases: list[Case]) -> int:
    plans = plans_of(case.path for case in cases)
    changes, moved = [], []
    for case in cases:
        term = term_of(plans[area_of(case.path)], case.term)
        if term is None or term.days <= case.days:
            continue
        end = last_day(case.since, term.days)
        if end <= case.last_day:
            continue
        changes.append(
            TermChange(
                case=case,
                path=case.path,
                kind=TermChange.Kind.RULE,
                term_name=term.name.model_dump(),
                counts_from=term.counts_from,
                since=case.since,
                days=term.days,
                before=case.last_day,
                last_day=end,
            )
        )
        case.days, case.last_day = term.days, end
        case.prepared_at = case.prepared_by = case.agreed_at = case.agreed_by = None
        moved.append(case)
    TermChange.objects.bulk_create(changes)
    Case.objects.bulk_update(
        moved, ["days", "last_day", "prepared_at", "prepared_by", "agreed_at", "agreed_by"]
    )
    return len(moved)
