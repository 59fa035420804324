"""Lists nobody handed back in time and leads nobody cleared are late, and are told upward later."""

from __future__ import annotations

from django.db import transaction

from wanli.domains.checklists.ladder import LEAD_LATE, LIST_LATE
from wanli.domains.checklists.measures import OF_A_LEAD, OF_A_MATCH
from wanli.domains.checklists.models import CheckList, Lead, Match
from wanli.domains.ledger.entries import settle
from wanli.domains.notices.operations.overdue import rise, tell_overdue
from wanli.domains.places.queries import paths_of_kind
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.fields import below

BATCH = 500


def climb() -> int:
    """Mark what is overdue, tell whoever owes it once and the subdistrict some hours later; how
    many rose. Needs the system's scope."""
    return sum(_lists(head) + _leads(head) for head in paths_of_kind("subdistrict"))


def _lists(head: str) -> int:
    hours = plan_in_force(head).plan.checklists.upward_hours
    with transaction.atomic():
        hold_tree()
        open_ = CheckList.objects.filter(below([head]), state=CheckList.State.OPEN)
        open_ = open_.defer("content", "mapping")
        late, upward = rise(open_, due="due_at", upward_hours=hours, at_most=BATCH)
        owed = Match.objects.filter(row__list__in=[one.pk for one in late])
        owed = owed.filter(state__in=(Match.State.OFFERED, Match.State.ASKING))
        rows = list(owed.values_list("pk", "path", "row__list"))
        settle(measures=OF_A_MATCH, sources=[pk for pk, _path, _list in rows])
        where = [(path, one) for _pk, path, one in rows] + [(one.path, one.pk) for one in late]
        tell_overdue(LIST_LATE, head, where, [one.pk for one in upward])
    return len(late) + len(upward)


def _leads(head: str) -> int:
    hours = plan_in_force(head).plan.checklists.lead_hours
    with transaction.atomic():
        hold_tree()
        open_ = Lead.objects.filter(below([head]), cleared_at=None)
        late, upward = rise(open_, due="due_at", upward_hours=hours, at_most=BATCH)
        settle(measures=OF_A_LEAD, sources=[one.pk for one in late])
        where = [(one.path, one.pk) for one in late]
        tell_overdue(LEAD_LATE, head, where, [one.pk for one in upward])
    return len(late) + len(upward)
