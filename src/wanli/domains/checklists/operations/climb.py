"""Lists nobody handed back in time and leads nobody cleared are late, and are told upward later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from wanli.domains.checklists.ladder import LEAD_LATE, LIST_LATE
from wanli.domains.checklists.measures import OF_A_LEAD, OF_A_MATCH
from wanli.domains.checklists.models import CheckList, Lead, Match
from wanli.domains.ledger.entries import settle
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.places.queries import paths_of_kind
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.fields import below
from wanli.kernel import clock

COMMITTEE, SUBDISTRICT = 1, 2
BATCH = 500
AREA = 4
"""Labels in the path of a residential area: root, district, subdistrict, area."""


def climb() -> int:
    """Mark what is overdue, tell whoever owes it once and the subdistrict some hours later; how
    many rose. Needs the system's scope."""
    return sum(_lists(head) + _leads(head) for head in paths_of_kind("subdistrict"))


def _lists(head: str) -> int:
    hours = plan_in_force(head).plan.checklists.upward_hours
    now = clock.now()
    with transaction.atomic():
        hold_tree()
        open_ = CheckList.objects.filter(below([head]), state=CheckList.State.OPEN)
        open_ = open_.defer("content", "mapping").order_by("pk").select_for_update()
        late = list(open_.filter(late_since=None, due_at__lt=now)[:BATCH])
        CheckList.objects.filter(pk__in=[one.pk for one in late]).update(
            late_since=now, rung=COMMITTEE
        )
        before = now - timedelta(hours=hours)
        upward = list(open_.filter(late_since__lt=before, rung__lt=SUBDISTRICT)[:BATCH])
        CheckList.objects.filter(pk__in=[one.pk for one in upward]).update(rung=SUBDISTRICT)
        owed = Match.objects.filter(row__list__in=[one.pk for one in late])
        owed = owed.filter(state__in=(Match.State.OFFERED, Match.State.ASKING))
        rows = list(owed.values_list("pk", "path", "row__list"))
        settle(measures=OF_A_MATCH, sources=[pk for pk, _path, _list in rows])
        where = [(path, one) for _pk, path, one in rows] + [(one.path, one.pk) for one in late]
        _tell(LIST_LATE, head, where, [one.pk for one in upward])
    return len(late) + len(upward)


def _leads(head: str) -> int:
    hours = plan_in_force(head).plan.checklists.lead_hours
    now = clock.now()
    with transaction.atomic():
        hold_tree()
        open_ = Lead.objects.filter(below([head]), cleared_at=None)
        open_ = open_.order_by("pk").select_for_update()
        late = list(open_.filter(late_since=None, due_at__lt=now)[:BATCH])
        Lead.objects.filter(pk__in=[one.pk for one in late]).update(late_since=now, rung=COMMITTEE)
        before = now - timedelta(hours=hours)
        upward = list(open_.filter(late_since__lt=before, rung__lt=SUBDISTRICT)[:BATCH])
        Lead.objects.filter(pk__in=[one.pk for one in upward]).update(rung=SUBDISTRICT)
        settle(measures=OF_A_LEAD, sources=[one.pk for one in late])
        where = [(one.path, one.pk) for one in late]
        _tell(LEAD_LATE, head, where, [one.pk for one in upward])
    return len(late) + len(upward)


def _tell(kind: str, head: str, late: Iterable[tuple[str, UUID]], upward: list[UUID]) -> None:
    by_area: dict[str, set[UUID]] = {}
    for path, one in late:
        labels = path.split(".")
        if len(labels) >= AREA:
            by_area.setdefault(".".join(labels[:AREA]), set()).add(one)
    notices = [Notice("committee", area, sorted(ids)) for area, ids in sorted(by_area.items())]
    if upward:
        notices.append(Notice("subdistrict", head, upward))
    if notices:
        tell(kind=kind, notices=notices, channels=Channels(head))
