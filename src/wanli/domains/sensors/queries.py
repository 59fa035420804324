"""Reading sensors and questions: for the committee, and for the home itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from wanli.domains.observation.doorstep import standing_at
from wanli.domains.observation.planned import plans_of
from wanli.domains.places.queries import area_of, names
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.sensors import Sensors
from wanli.domains.sensors.explanations import windows_at
from wanli.domains.sensors.models import DoorCall, DoorEvent, DoorNote, DoorQuestion, Sensor
from wanli.domains.sensors.rules.explaining import Window
from wanli.domains.sensors.vault import open_note
from wanli.ground.fields import below
from wanli.kernel import clock

__all__ = ["DoorQuestion", "Hanging", "Owed", "QuestionLine", "Sensor"]
NEAR = timedelta(hours=2)
"""So long before and after an opening is shown who came to the door."""
BECAUSE = dict(DoorEvent.Because.choices)
ANSWERS = DoorQuestion.Answer.choices
OUTCOMES = DoorCall.Outcome.choices
SAID = DoorNote.What.choices
NOTE_NEEDED = ("left", "unknown", "other")


@dataclass(frozen=True, slots=True)
class Hanging:
    """A sensor in the committee's list."""

    sensor: Sensor
    address: str
    heard_at: datetime | None
    silent: bool
    """Whether it should have been heard by now."""
    clock_off: timedelta
    """By how much its clock is behind ours."""
    clock_doubted: bool
    observed: int
    """People observed behind the door."""

    @property
    def minutes_off(self) -> int:
        """The same, in minutes and without its sign."""
        return round(abs(self.clock_off.total_seconds()) / 60)


@dataclass(frozen=True, slots=True)
class Owed:
    """What door sensors ask of a committee."""

    questions: int = 0
    since: datetime | None = None
    silent: int = 0
    doubted: int = 0


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list."""

    question: DoorQuestion
    address: str
    openings: int
    calls: int
    said: int
    """How many times the home itself said something to it."""
    note: str


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was said or done about a question, opened."""

    at: datetime
    what: str
    note: str
    who: str


@dataclass(frozen=True, slots=True)
class Asked:
    """All there is of a question."""

    openings: Sequence[DoorEvent]
    words: Sequence[Word]
    """What the home said."""
    calls: Sequence[Word]
    note: str
    """Of the answer."""
    around: Sequence[Window]
    """Who came to the door at about that time, as it is on record."""


def used_at(path: str) -> Sensors:
    """What the plan in force at a place says of sensors."""
    return plan_in_force(path).plan.sensors


def sensors(paths: Sequence[str]) -> QuerySet[Sensor]:
    """Sensors that hang below these places, in the order of the doors."""
    rows = Sensor.objects.filter(below(paths), down_at=None)
    return rows.select_related("place", "sign", "hung_by").defer("place__geometry").order_by("path")


def sensor_lines(found: Iterable[Sensor]) -> list[Hanging]:
    """These sensors, with how they live. A fixed number of queries within a subdistrict."""
    listed = list(found)
    addresses = names(one.path for one in listed)
    observed = standing_at([one.path for one in listed])
    hours = _silence(one.path for one in listed)
    lines = []
    for one in listed:
        sign = getattr(one, "sign", None)
        heard = sign.heard_at if sign else None
        limit = clock.now() - timedelta(hours=hours[area_of(one.path)])
        lines.append(
            Hanging(
                sensor=one,
                address=addresses.get(one.path, one.place.name),
                heard_at=heard,
                silent=one.down_at is None and max(one.hung_at, heard or one.hung_at) < limit,
                clock_off=timedelta(seconds=sign.clock_off if sign else 0),
                clock_doubted=bool(sign and sign.clock_doubted),
                observed=observed.get(one.path, 0),
            )
        )
    return lines


def _silence(paths: Iterable[str]) -> dict[str, int]:
    return {area: plan.sensors.silent_hours for area, plan in plans_of(paths).items()}


def owed(paths: Sequence[str]) -> Owed:
    """What is to be asked and looked after below these places. Two queries, and one an area with
    sensors."""
    found = DoorQuestion.objects.filter(below(paths), state="open", place__retired_on=None)
    asked = found.aggregate(n=Count("pk"), since=Min("first_at"))
    lives = list(
        Sensor.objects.filter(below(paths), down_at=None).values_list(
            "path", "hung_at", "sign__heard_at", "sign__clock_doubted"
        )
    )
    hours = _silence(path for path, *_rest in lives) if lives else {}
    silent = sum(
        max(hung, heard or hung) < clock.now() - timedelta(hours=hours[area_of(path)])
        for path, hung, heard, _doubted in lives
    )
    return Owed(asked["n"], asked["since"], silent, sum(bool(one[3]) for one in lives))


def questions(paths: Sequence[str], state: str = "open") -> QuerySet[DoorQuestion]:
    """Questions below these places: those that wait longest first, of all others the latest."""
    rows = DoorQuestion.objects.filter(below(paths), state=state).select_related("place", "by")
    order = ("first_at", "pk") if state == "open" else ("-first_at", "pk")
    return rows.defer("place__geometry").order_by(*order)


def counts(paths: Sequence[str]) -> dict[str, int]:
    """How many questions there are in each state."""
    rows = DoorQuestion.objects.filter(below(paths)).values_list("state").annotate(n=Count("pk"))
    return dict.fromkeys(DoorQuestion.State.values, 0) | dict(rows.order_by())


def question_lines(found: Iterable[DoorQuestion]) -> list[QuestionLine]:
    """These questions, with addresses and how far they are. Four queries for any number."""
    listed = list(found)
    ids = [one.pk for one in listed]
    addresses = names(one.path for one in listed)
    heard = _tally(DoorEvent.objects.filter(question__in=ids, kind="open"))
    calls = _tally(DoorCall.objects.filter(question__in=ids))
    said = _tally(DoorNote.objects.filter(question__in=ids))
    return [
        QuestionLine(
            question=one,
            address=addresses.get(one.path, one.place.name),
            openings=heard.get(one.pk, 0),
            calls=calls.get(one.pk, 0),
            said=said.get(one.pk, 0),
            note=open_note(one.note_cipher),
        )
        for one in listed
    ]


def _tally(
    rows: QuerySet[DoorEvent] | QuerySet[DoorCall] | QuerySet[DoorNote],
) -> dict[object, int]:
    return dict(rows.order_by().values_list("question").annotate(n=Count("pk")))


def asked_about(question: DoorQuestion) -> Asked:
    """All there is of a question, opened."""
    plan = used_at(question.path)
    since, until = question.first_at - NEAR, question.last_at + NEAR
    windows = windows_at([question.path], since, until, plan)[question.path]
    calls = question.calls.select_related("by").order_by("at")
    return Asked(
        openings=list(question.heard.filter(kind="open").order_by("at")),
        words=words_about(question),
        calls=[
            Word(one.at, str(one.get_outcome_display()), open_note(one.note_cipher),
                one.by.name if one.by else "")
            for one in calls
        ],
        note=open_note(question.note_cipher),
        around=sorted(
            (one for one in windows if one.since <= until and one.until >= since),
            key=lambda one: one.since,
        ),
    )  # fmt: skip


def words_about(question: DoorQuestion) -> list[Word]:
    """What the home said to a question, and of that time."""
    hers = Q(question=question) | Q(
        path=question.path, starts_at__lte=question.last_at, ends_at__gte=question.first_at
    )
    return [
        Word(one.at, str(one.get_what_display()), open_note(one.note_cipher), "")
        for one in DoorNote.objects.filter(hers).order_by("at")
    ]


def sensor_of(path: str) -> Sensor | None:
    """The sensor that hangs at this home."""
    return Sensor.objects.filter(path=path, down_at=None).select_related("sign", "place").first()


def heard_lately(path: str, *, at_most: int = 40) -> list[DoorEvent]:
    """What was heard at this door as long as it is kept, the latest first."""
    rows = DoorEvent.objects.filter(path=path).select_related("question")
    return list(rows.order_by("-at", "-pk")[:at_most])
