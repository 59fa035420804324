"""Reading remarks: for the committee, and for whoever left one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from wanli.domains.places.queries import names, subdistrict_of
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.postings.models import Remark, StairwellNotice
from wanli.domains.postings.rules.remarks import code_typed
from wanli.domains.postings.vault import open_remark
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

__all__ = ["Line", "Mine", "Owed", "Tally", "lines", "mine", "owed", "remarks", "tally"]

STATES = dict(Remark.State.choices)
LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tally:
    """What everybody may know of the remarks on a notice: how many in thirty days."""

    left: int
    answered: int


@dataclass(frozen=True, slots=True)
class Mine:
    """A remark as whoever left it reads it; who answered is not in it."""

    secret: str
    said: str
    at: datetime
    state: str
    answer: str
    why: str
    settled_at: datetime | None
    within: int
    """Days within which the plan wants it answered."""


@dataclass(frozen=True, slots=True)
class Line:
    """A remark in the committee's list."""

    remark: Remark
    address: str
    said: str
    answer: str
    late: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """Remarks that wait for an answer."""

    count: int
    late: int
    since: datetime | None


def tally(code: str) -> Tally:
    """How many remarks the notice with this code was left, and how many were answered."""
    since = clock.now() - LOOKED_BACK
    with acting(EVERYTHING):
        found = Remark.objects.filter(place__in=_places(code), at__gte=since)
        return Tally(
            **found.aggregate(left=Count("pk"), answered=Count("pk", filter=Q(state="answered")))
        )


def mine(code: str, secret: str) -> Mine:
    """The remark that was left on this notice under this private code; ``Hidden`` for any other."""
    typed = code_typed(secret)
    with acting(EVERYTHING):
        found = Remark.objects.filter(place__in=_places(code), secret=typed).first()
        if found is None:
            raise Hidden
        return Mine(
            secret=found.secret,
            said=open_remark(found.said_cipher),
            at=found.at,
            state=found.state,
            answer=open_remark(found.answer_cipher) if found.state == "answered" else "",
            why=found.why,
            settled_at=found.settled_at,
            within=_days(found.path),
        )


def _places(code: str) -> QuerySet[StairwellNotice]:
    return StairwellNotice.objects.filter(code=code).values("place")  # type: ignore[return-value]


def remarks(paths: Sequence[str], state: str = "") -> QuerySet[Remark]:
    """Remarks below these places: those that wait longest first, of all others the latest."""
    found = Remark.objects.filter(below(paths)).select_related("place", "by")
    if state:
        found = found.filter(state=state)
    return found.order_by(*(("at", "pk") if state == "open" else ("-at", "pk")))


def lines(found: Iterable[Remark]) -> list[Line]:
    """These remarks, opened, with addresses. A fixed number of queries within a
    subdistrict, however many they are."""
    listed = list(found)
    addresses = names(one.path for one in listed)
    days = {planned: _days(planned) for planned in {subdistrict_of(one.path) for one in listed}}
    return [
        Line(
            remark=one,
            address=addresses.get(one.path, one.place.name),
            said=open_remark(one.said_cipher),
            answer=open_remark(one.answer_cipher),
            late=one.state == "open" and one.at < _deadline(days[subdistrict_of(one.path)]),
        )
        for one in listed
    ]


def counts(paths: Sequence[str]) -> dict[str, int]:
    """How many there are in each state."""
    found = Remark.objects.filter(below(paths)).values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(STATES, 0) | dict(found.order_by())


def owed(paths: Sequence[str]) -> Owed:
    """What waits for an answer below these places. A fixed number of queries."""
    late = _deadline(_days(paths[0])) if paths else clock.now()
    found = Remark.objects.filter(below(paths), state="open", place__retired_on=None).aggregate(
        count=Count("pk"), late=Count("pk", filter=Q(at__lt=late)), since=Min("at")
    )
    return Owed(**found)


def _days(path: str) -> int:
    return plan_in_force(path).plan.notice.answer_days


def _deadline(days: int) -> datetime:
    """What was said on an earlier day than this one is late."""
    return clock.midnight(clock.today() - timedelta(days=days))
