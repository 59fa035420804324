"""Reading cases and checks; persons masked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.dateparse import parse_date

from wanli.domains.observation.models import STANDING, Case, Check, State, TermChange
from wanli.domains.observation.planned import slots
from wanli.domains.observation.rules.readings import Reading
from wanli.domains.observation.rules.slots import AGAIN, still_owed
from wanli.domains.observation.vault import open_note, opened
from wanli.domains.people.models import Person
from wanli.domains.people.queries import age_on
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.domains.plans.queries import plan_in_force
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import EVERYTHING

__all__ = ["Called", "Case", "CaseLine", "Check", "Counts", "Point", "TermChange"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How a day's checks stand below some places."""

    due: int = 0
    late: int = 0
    done: int = 0
    missed: int = 0
    alarms: int = 0

    @property
    def owed(self) -> int:
        """Owed by now and not reported yet."""
        return self.due + self.late


@dataclass(frozen=True, slots=True)
class Called:
    """A line of the call sheet: a check that is owed, and whom to call."""

    check: Check
    name: str
    age: int | None
    room: str
    where: str
    """The names above the door: compound, building, stairwell."""
    day_of_term: int
    minutes_late: int
    """Since it was due; negative while there is time."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: masked."""

    case: Case
    name: str
    age: int | None
    address: str
    day_of_term: int
    days_left: int
    """Until the term is over; 0 on its last day, negative after."""


@dataclass(frozen=True, slots=True)
class Point:
    """A check that was told, opened: a point of the curve."""

    check: Check
    reading: Reading


def owed_by_now(path: str) -> datetime:
    """Up to which moment what is owed is owed now: the next deadline of the plan in force here,
    so that nobody is called in the morning for the evening's check."""
    today, now = clock.today(), clock.now()
    ahead = still_owed(slots(plan_in_force(path).plan), today, clock.LOCAL_ZONE, now)
    ends = clock.midnight(today) + timedelta(days=1)
    return min((due for _key, due in ahead), default=ends)


def _owed_now(paths: Sequence[str]) -> Q:
    """Up to the next deadline; what an alarm asked for is owed at once."""
    return Q(due_at__lte=owed_by_now(paths[0])) | Q(slot__startswith=AGAIN)


def _owed(paths: Sequence[str]) -> QuerySet[Check]:
    due = Check.objects.filter(below(paths), _owed_now(paths), state=Check.State.DUE)
    return due.order_by("due_at", "path", "pk")


def owed_checks(paths: Sequence[str]) -> QuerySet[Check]:
    """What nobody has reported yet and is owed now, one a person, the latest first, doors of a
    stairwell together. Neither case nor door: ``called`` reads those of what is shown."""
    turn = Window(RowNumber(), partition_by="case", order_by=["due_at", "pk"])
    return _owed(paths).alias(turn=turn).filter(turn=1)


def with_people(cases: Iterable[Case]) -> None:
    """Give these cases, which the reader may see, their persons: one who moves out of the reader's
    sight in mid-term is still observed here. One query, and another where somebody did."""
    listed = list(cases)
    known = Person.objects.in_bulk({case.person_id for case in listed})
    if away := {case.person_id for case in listed} - known.keys():
        with acting(EVERYTHING):
            known |= Person.objects.in_bulk(away)
    for case in listed:
        case.person = known[case.person_id]


def called(checks: Iterable[Check]) -> list[Called]:
    """The lines of a call sheet. Two queries for any number of checks.

    One who moves out of the reader's sight in mid-term is still observed here.
    """
    listed = list(checks)
    cases = Case.objects.filter(pk__in={check.case_id for check in listed})
    shown = ("pk", "person__name", "person__birth_date", "place__name", "since")
    with acting(EVERYTHING):
        known = {pk: about for pk, *about in cases.values_list(*shown)}
    where = names({check.path.rpartition(".")[0] for check in listed})
    now, today = clock.now(), clock.today()
    return [
        Called(
            check=check,
            name=mask_name(name),
            age=age_on(born, today),
            room=room,
            where=where.get(check.path.rpartition(".")[0], ""),
            day_of_term=(today - since).days,
            minutes_late=int((now - check.due_at).total_seconds() // 60) if check.due_at else 0,
        )
        for check in listed
        for name, born, room, since in [known[check.case_id]]
    ]


def counts(paths: Sequence[str]) -> Counts:
    """How today's checks stand; what is owed later in the day is not owed yet. Two queries."""
    checks = Check.objects.filter(below(paths), day=clock.today())
    due = Q(state=Check.State.DUE) & _owed_now(paths)
    told = ~Q(slot="")
    return Counts(
        **checks.aggregate(
            due=Count("pk", filter=due & Q(rung=0)),
            late=Count("pk", filter=due & Q(rung__gt=0)),
            done=Count("pk", filter=told & Q(state=Check.State.DONE)),
            missed=Count("pk", filter=Q(state=Check.State.MISSED)),
            alarms=Count("pk", filter=~Q(alarm="")),
        )
    )


def standing(paths: Iterable[str]) -> QuerySet[Case]:
    """Cases that are not over, in the order of their doors."""
    found = Case.objects.filter(below(paths), state__in=STANDING)
    return found.select_related("place").defer("place__geometry").order_by("path", "pk")


def standing_of(people: Iterable[UUID]) -> dict[UUID, tuple[UUID, date]]:
    """Of those among these persons who are observed now: the case and its last day."""
    rows = Case.objects.filter(person__in=list(people), state__in=STANDING)
    return {who: (case, last) for who, case, last in rows.values_list("person", "pk", "last_day")}


def last_days(cases: Iterable[UUID]) -> dict[UUID, date]:
    """The last day of each of these cases. One query."""
    rows = Case.objects.filter(pk__in=list(cases))
    return dict(rows.values_list("pk", "last_day"))


def homes_observed(paths: Iterable[str], days: int) -> tuple[list[date], list[int]]:
    """Of each home observed now its last day; and how many homes began on each of the last days,
    today left out, which is not over."""
    ends: dict[str, date] = {}
    for path, last in standing(paths).values_list("path", "last_day"):
        ends[path] = max(last, ends.get(path, last))
    today = clock.today()
    first = clock.midnight(today - timedelta(days=days))
    began: dict[date, set[str]] = {}
    rows = Case.objects.filter(below(paths), opened_at__gte=first)
    for path, at in rows.filter(opened_at__lt=clock.midnight(today)).values_list(
        "path", "opened_at"
    ):
        began.setdefault(at.astimezone(clock.LOCAL_ZONE).date(), set()).add(path)
    each = [today - timedelta(days=n) for n in range(1, days + 1)]
    return list(ends.values()), [len(began.get(day, ())) for day in each]


def over(paths: Iterable[str]) -> QuerySet[Case]:
    """Cases that are over, the latest first."""
    found = Case.objects.filter(below(paths)).exclude(state__in=STANDING)
    return found.select_related("place").defer("place__geometry").order_by("-closed_at", "pk")


def ending(paths: Iterable[str], *, by: date) -> QuerySet[Case]:
    """Standing cases whose term ends by the end of this day, the longest overdue first."""
    return standing(paths).filter(last_day__lte=by).order_by("last_day", "path", "pk")


def by_ids(case_ids: Iterable[UUID]) -> dict[UUID, Case]:
    """Cases with their persons. Two queries."""
    found = Case.objects.in_bulk(list(case_ids))
    with_people(found.values())
    return found


def to_certify(paths: Iterable[str], *, at_most: int = 500) -> list[Case]:
    """Released yesterday or today, or prepared to be with the end of today: whose certificates
    are printed together."""
    today = clock.today()
    lately = Q(state=State.RELEASED, closed_at__gte=clock.midnight(today - timedelta(days=1)))
    tonight = Q(state__in=STANDING, prepared_at__isnull=False, last_day__lte=today)
    found = Case.objects.filter(below(paths), lately | tonight).select_related("place")
    return list(found.defer("place__geometry").order_by("path", "pk")[:at_most])


def terms_ended(paths: Iterable[str]) -> tuple[int, int]:
    """How many terms ended before today and wait for a release, and how many end today and
    nobody has prepared it. One query."""
    today = clock.today()
    cases = Case.objects.filter(below(paths), state__in=STANDING, last_day__lte=today)
    found = cases.aggregate(
        over=Count("pk", filter=Q(last_day__lt=today)),
        tonight=Count("pk", filter=Q(last_day=today, prepared_at=None)),
    )
    return found["over"], found["tonight"]


def told_checks(paths: Iterable[str]) -> QuerySet[Check]:
    """What was reported, the latest first."""
    found = Check.objects.filter(below(paths), state=Check.State.DONE)
    return found.order_by("-day", "-at", "pk")


def missed_checks(paths: Iterable[str]) -> QuerySet[Check]:
    """What nobody reported by the end of its day, the latest first."""
    found = Check.objects.filter(below(paths), state=Check.State.MISSED)
    return found.order_by("-day", "path", "pk")


def alarmed(paths: Iterable[str]) -> QuerySet[Check]:
    """Checks that raised an alarm, the latest first."""
    return told_checks(paths).exclude(alarm="")


def case_lines(cases: Iterable[Case]) -> list[CaseLine]:
    """Masked lines with addresses. One query for any number of cases."""
    listed = list(cases)
    with_people(listed)
    addresses = names(case.path for case in listed)
    today = clock.today()
    return [
        CaseLine(
            case=case,
            name=mask_name(case.person.name),
            age=age_on(case.person.birth_date, today),
            address=addresses.get(case.path, case.place.name),
            day_of_term=(min(today, case.last_day) - case.since).days,
            days_left=(case.last_day - today).days,
        )
        for case in listed
    ]


def points(case: Case) -> list[Point]:
    """Every check that was told, opened, in the order of time."""
    told = case.checks.filter(state=Check.State.DONE).select_related("by").order_by("at", "pk")
    return [
        Point(check, opened(check.reading_cipher))
        for check in told
        if check.reading_cipher is not None
    ]


def point_of(check: Check) -> Point:
    """A check that was told, opened."""
    assert check.reading_cipher is not None, "only what was told has a reading"
    return Point(check, opened(check.reading_cipher))


def points_of(cases: Sequence[Case]) -> dict[UUID, list[Point]]:
    """The same for many cases. One query."""
    found: dict[UUID, list[Point]] = {case.pk: [] for case in cases}
    told = Check.objects.filter(case__in=list(found), state=Check.State.DONE)
    for check in told.order_by("at", "pk"):
        if check.reading_cipher is not None:
            found[check.case_id].append(Point(check, opened(check.reading_cipher)))
    return found


def checks_of_day(case: Case, day: date) -> list[Check]:
    """What a day owes and owed, in the order of the day."""
    found = case.checks.filter(day=day).exclude(slot="")
    return list(found.select_related("by").order_by("due_at"))


def owed_of(case: Case, day: str = "", slot: str = "") -> Check | None:
    """The check of this case that is asked for by its day and key and was not told, else the one
    that has waited the longest."""
    open_ones = case.checks.exclude(slot="").exclude(state=Check.State.DONE)
    wanted = _day(day)
    asked_for = open_ones.filter(day=wanted, slot=slot).first() if wanted and slot else None
    if asked_for:
        return asked_for
    return open_ones.filter(state=Check.State.DUE).order_by("due_at").first()


def after(check: Check, paths: Sequence[str]) -> UUID | None:
    """The case of the next check of the call sheet after this one was told."""
    return _owed(paths).exclude(pk=check.pk).values_list("case", flat=True).first()


def terms(case: Case) -> list[TermChange]:
    """How its end came about, the first first."""
    return list(case.terms.select_related("by").order_by("at", "pk"))


def note_of(case: Case) -> str:
    """The remark on a case."""
    return open_note(case.note_cipher)


def others_at_home(case: Case) -> list[CaseLine]:
    """The other standing cases of the same home."""
    found = Case.objects.filter(place=case.place_id, state__in=STANDING).exclude(pk=case.pk)
    return case_lines(found.select_related("place").defer("place__geometry"))


def of_person(person_id: UUID) -> list[Case]:
    """The cases of one person that the reader may see, the latest first."""
    return list(Case.objects.filter(person=person_id).order_by("-opened_at"))


def standing_at(place: Place) -> QuerySet[Case]:
    """Cases that are not over behind this door."""
    found = Case.objects.filter(place=place, state__in=STANDING)
    return found.select_related("place").defer("place__geometry").order_by("pk")


def at_home_now(place: Place) -> dict[UUID, UUID]:
    """Who is observed behind this door: person and case."""
    found = Case.objects.filter(place=place, state__in=STANDING)
    return dict(found.values_list("person_id", "pk"))


def _day(said: str) -> date | None:
    try:
        return parse_date(said)
    except ValueError:
        return None


def observed_doors(path: str) -> set[str]:
    """The paths of the doors at or below a place behind which somebody is under observation."""
    running = Case.objects.filter(below([path]), state=State.OPEN)
    return set(running.values_list("path", flat=True))
