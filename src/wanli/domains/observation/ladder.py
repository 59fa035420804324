"""Who is told when a check is not reported: from a rung to a message, and if it still holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wanli.domains.notices.models import Whom
from wanli.domains.notices.operations.tell import Channels, Notice, tell
from wanli.domains.notices.registry import Kind
from wanli.domains.observation.models import Case, Check, LadderStop
from wanli.domains.plans.rules.content import Plan
from wanli.ground.fields import below
from wanli.kernel import clock

KEY = "check_late"


class Rose(NamedTuple):
    """A check that has climbed."""

    check: UUID
    path: str
    person: UUID
    before: int
    rung: int


def tell_rungs(area: str, ladder: Sequence[str], rose: Iterable[Rose]) -> int:
    """Queue a message for every reader whose rung was reached just now; how many.

    A stairwell leader, a committee, a subdistrict hear of all that rose in one message; a resident
    by herself where a channel reaches residents, else all of them are one line for the record.
    """
    channels = Channels(area)
    together: defaultdict[tuple[str, str], list[UUID]] = defaultdict(list)
    alone: dict[UUID, Rose] = {}
    for one in rose:
        for whom in ladder[one.before : one.rung]:
            if whom == Whom.RESIDENT and channels.to(whom, one.path):
                alone.setdefault(one.person, one)
            else:
                together[whom, _where(whom, area, one.path)].append(one.check)
    notices = [Notice(whom, path, checks) for (whom, path), checks in together.items()]
    notices += [
        Notice(Whom.RESIDENT, one.path, [one.check], person) for person, one in alone.items()
    ]
    return tell(kind=KEY, notices=notices, channels=channels)


def _where(whom: str, area: str, path: str) -> str:
    """What part of the tree a reader's message is about."""
    return path.rpartition(".")[0] if whom == Whom.STAIRWELL else area


def climbing() -> QuerySet[Check]:
    """Today's checks that nobody has reported and nobody has stopped from climbing."""
    today = clock.today()
    due = Check.objects.filter(day=today, state=Check.State.DUE)
    return due.exclude(Exists(stops_of_a_check()))


def stops_of_a_check() -> QuerySet[LadderStop]:
    """What keeps a check, as an outer query has it, from climbing."""
    stops = LadderStop.objects.filter(day=OuterRef("day"), case=OuterRef("case"), lifted_at=None)
    return stops.filter(Q(check_of=None) | Q(check_of=OuterRef("pk")))


def reached(paths: Iterable[str], plan: Plan, whom: str) -> int:
    """How many checks below these places have climbed to this reader's rung."""
    steps = [at for at, rung in enumerate(plan.watch.ladder, 1) if rung.who == whom]
    if not steps:
        return 0
    return climbing().filter(below(paths), rung__gte=steps[0]).count()


def _standing(checks: Collection[UUID]) -> Collection[UUID]:
    return set(climbing().filter(pk__in=list(checks)).values_list("pk", flat=True))


def _text(whom: str, n: int) -> str:
    if whom == Whom.RESIDENT:
        # Who else reads the phone learns nothing of why.
        return str(_("居委提醒:您今天有一项登记还没报,请尽快报,或给居委回个电话。"))
    return ngettext(
        "万里:{n} 项到点没报,请打开“今日”处理。", "万里:{n} 项到点没报,请打开“今日”处理。", n
    ).format(n=n)


LATE = Kind(KEY, _("到点没报"), _text, _standing)


def stops_of(case: Case) -> list[LadderStop]:
    """Who stopped what of this case today, and why."""
    found = LadderStop.objects.filter(case=case, day=clock.today()).select_related("by")
    return list(found.order_by("at"))
