"""Release at the end of the term: prepared the evening before, agreed to, carried out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from wanli.domains.observation.access import held_case
from wanli.domains.observation.models import STANDING, Case, Check, Episode, State
from wanli.domains.observation.operations.close_case import close
from wanli.domains.observation.planned import plans_of
from wanli.domains.observation.rules.release import BLOCKING, Facts, Lack, lacks
from wanli.domains.observation.starting import unsigned
from wanli.domains.places.queries import area_of
from wanli.domains.places.tree import hold_tree
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Refused

LACKS = {
    "term": _("观察期还没满"),
    "last_check": _("最后一天没有体温"),
    "missed": _("有漏报的体温"),
    "alarm": _("最近三天有发热或危险症状"),
    "agreement": _("还要第二个人同意"),
    "suspended": _("正在暂停"),
    "episode": _("发热或症状还没有结果"),
    "signature": _("告知书没有签"),
}
BATCH = 50


def prepare(*, access: Access, case_id: UUID) -> Case:
    """Have the release ready: with the end of the term it is carried out by itself, if nothing
    stands in the way by then. From the last day on. Twice changes nothing.

    Permission ``observation.manage``.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.manage")
        if case.state == State.RELEASED or case.prepared_at:
            return case
        if case.state not in STANDING:
            raise Refused(_("这份观察已经另行结束,不用解除。"))
        if case.last_day > clock.today():
            raise Refused(_("观察到 {day} 为止,那一天起才能准备解除。"), day=case.last_day)
        case.prepared_at, case.prepared_by_id = clock.now(), access.user_id
        case.save(update_fields=["prepared_at", "prepared_by_id"])
        _release_if_over(case)
    return case


def agree(*, access: Access, case_id: UUID) -> Case:
    """A second person agrees to a release that somebody else prepared.

    Permission ``observation.decide``. ``Refused`` to the one who prepared it.
    """
    with transaction.atomic():
        case = held_case(access, case_id, "observation.decide")
        if case.agreed_at or case.state == State.RELEASED:
            return case
        if not case.prepared_at:
            raise Refused(_("还没有人准备这份解除。"))
        if case.prepared_by_id == access.user_id:
            raise Refused(_("准备的人不能自己同意,请另一位来点。"))
        case.agreed_at, case.agreed_by_id = clock.now(), access.user_id
        case.save(update_fields=["agreed_at", "agreed_by_id"])
        _release_if_over(case)
    return case


def release_due() -> int:
    """Release everybody whose term is over, who was prepared, and for whom nothing is missing
    that stands in the way; how many. The rest stays and shows what is missing.

    A batch a transaction: whatever breaks, nobody is released twice and the next run goes on.
    Needs the system's scope.
    """
    total, last = 0, None
    while True:
        with transaction.atomic():
            hold_tree()
            rows = Case.objects.filter(
                state__in=STANDING, last_day__lt=clock.today(), prepared_at__isnull=False
            ).order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            batch = list(rows.select_for_update(of=("self",))[:BATCH])
            if not batch:
                return total
            last = batch[-1].pk
            open_lacks = lacking(batch)
            ready = [case for case in batch if not BLOCKING & set(open_lacks[case.pk])]
            close(ready, State.RELEASED, "")
            total += len(ready)


def lacking(cases: Iterable[Case]) -> dict[UUID, list[Lack]]:
    """What each of these lacks for a release with the end of its term, or by now if that is
    past. Five queries, and one for each area."""
    listed = list(cases)
    plans = plans_of(case.path for case in listed)
    ids = [case.pk for case in listed]
    checks = Check.objects.filter(case__in=ids).order_by()
    sums = {
        row["case"]: (row["missed"], row["alarm"])
        for row in checks.values("case").annotate(
            missed=Count("pk", filter=Q(state=Check.State.MISSED)),
            alarm=Max("day", filter=~Q(alarm="")),
        )
    }
    alarmed = set(
        Episode.objects.filter(case__in=ids, closed_at=None).values_list("case_id", flat=True)
    )
    told: dict[UUID, set[object]] = {}
    for case_id, day in checks.filter(state=Check.State.DONE).values_list("case", "day"):
        told.setdefault(case_id, set()).add(day)
    lack_names = unsigned(ids)
    found = {}
    for case in listed:
        missed, alarm_on = sums.get(case.pk, (0, None))
        two = plans[area_of(case.path)].watch.two_release
        facts = Facts(
            last_day=case.last_day,
            suspended=case.state == State.SUSPENDED,
            told=sorted(told.get(case.pk, ())),  # type: ignore[arg-type]
            missed=missed,
            alarm_on=alarm_on,
            agreed=bool(case.agreed_at) or not two,
            episode=case.pk in alarmed,
            signed=case.pk not in lack_names,
        )
        day = max(clock.today(), case.last_day + timedelta(days=1))
        found[case.pk] = lacks(facts, day)
    return found


def _release_if_over(case: Case) -> None:
    """Prepared only after the end: it need not wait for the run."""
    if case.last_day < clock.today() and not BLOCKING & set(lacking([case])[case.pk]):
        close([case], State.RELEASED, "")
