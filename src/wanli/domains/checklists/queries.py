"""Reading lists: how they stand for whoever hands them back, and what is owed where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from wanli.domains.checklists.access import CheckList, Correction, Lead, Match, Row, Sender
from wanli.domains.checklists.operations.tell import questions_asked
from wanli.domains.checklists.vault import open_correction, open_note, open_words
from wanli.domains.checklists.wording import Question
from wanli.domains.people.models import Person
from wanli.domains.people.queries import age_on
from wanli.domains.places.queries import names
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import EVERYTHING

__all__ = ["HOW", "OUTCOMES", "CheckList", "Lead", "Match", "Question", "Row", "Sender"]

HOW, OUTCOMES = Lead.How.choices, Lead.Outcome.choices
OWED = (Match.State.OFFERED, Match.State.ASKING)
SHOWN = 100
MENDED_SINCE = Exists(
    Correction.objects.filter(
        row__list=OuterRef("pk"), row__list__state="returned", returned_at=None
    )
)
"""Of a list: whether its sender has answers that were mended since."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How a list stands, in rows."""

    total: int = 0
    done: int = 0
    none: int = 0
    """Of the done: nobody here is that."""
    asking: int = 0
    unsure: int = 0
    elsewhere: int = 0
    """Not done, and with another committee."""
    calls: int = 0
    """Whom somebody had to ask or to recognise, done or not."""

    @property
    def open(self) -> int:
        """Not answered yet."""
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class Line:
    """A list among others."""

    list: CheckList
    counts: Counts
    again: bool = False
    """Whether it went back, and was mended since."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody's places owe to lists."""

    asking: int = 0
    unsure: int = 0
    late: int = 0
    first: datetime | None = None
    """When the first of the lists is due."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whom a list asks about, masked, with what is to be asked."""

    match: Match
    name: str
    age: int | None
    address: str
    row: Row
    sender: str
    about: str
    due_at: datetime
    late: bool
    questions: list[Question] = field(default_factory=list)


def lists(paths: Sequence[str], *, over: bool = False) -> list[Line]:
    """Lists below these places: those in work by when they are due, or the latest that are over.
    Two queries."""
    found = CheckList.objects.filter(below(paths)).select_related("place", "sender", "by")
    found = found.defer("content", "mapping", "place__geometry")
    done = ("returned", "dropped")
    if over:
        settled = found.filter(state__in=done).annotate(again=MENDED_SINCE)
        rows: list[CheckList] = [*settled.order_by("-again", "-settled_at")[:30]]
    else:
        rows = list(found.exclude(state__in=done).order_by("due_at", "pk")[:SHOWN])
    by_list = _counts(rows)
    return [
        Line(one, by_list.get(one.pk, Counts(total=one.total)), getattr(one, "again", False))
        for one in rows
    ]


def counts_of(found: CheckList) -> Counts:
    """How one list stands. One query."""
    return _counts([found]).get(found.pk, Counts(total=found.total))


def _counts(rows: Iterable[CheckList]) -> dict[UUID, Counts]:
    done = Q(state=Row.State.DONE)
    counted = (
        Row.objects.filter(list__in=[one.pk for one in rows])
        .values("list")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=done),
            none=Count("pk", filter=done & Q(found=Row.Found.NONE)),
            asking=Count("pk", filter=Q(state=Row.State.ASKING)),
            unsure=Count("pk", filter=Q(state=Row.State.UNSURE)),
            elsewhere=Count("pk", filter=~done & Q(elsewhere=True)),
            calls=Count("pk", filter=Q(asked=True)),
        )
        .order_by()
    )
    return {
        one["list"]: Counts(**{key: int(str(n)) for key, n in one.items() if key != "list"})
        for one in counted
    }


def rows_of(found: CheckList, which: str = "open") -> QuerySet[Row]:
    """Rows of a list: not answered (``open``), nobody here (``none``), or all."""
    rows = Row.objects.filter(list=found).order_by("sheet", "row")
    if which == "open":
        return rows.exclude(state=Row.State.DONE)
    if which == "none":
        return rows.filter(found=Row.Found.NONE, state=Row.State.DONE)
    return rows


def senders(paths: Sequence[str]) -> list[Sender]:
    """Who sent lists to these places before, the latest first."""
    found = Sender.objects.filter(below(paths)).annotate(last=Count("lists"))
    return list(found.order_by("-last", "name")[:40])


def last_letter(paths: Sequence[str]) -> CheckList | None:
    """The latest list: the next one is likely to come from the same sender."""
    found = CheckList.objects.filter(below(paths)).select_related("sender", "place")
    return found.defer("content", "mapping", "place__geometry").order_by("-created_at").first()


# ---- for whoever answers
def owed(paths: Sequence[str]) -> Owed:
    """What these places owe to lists, wherever the lists lie. One query."""
    if not paths:
        return Owed()
    found = _owed(paths).aggregate(
        asking=Count("pk", filter=Q(state=Match.State.ASKING)),
        unsure=Count("pk", filter=Q(state=Match.State.OFFERED)),
        late=Count("pk", filter=Q(due_at__lt=clock.now())),
        first=Min("due_at"),
    )
    return Owed(**found)


def _owed(paths: Sequence[str]) -> QuerySet[Match]:
    return Match.objects.filter(below(paths), state__in=OWED)


def asked_at(paths: Sequence[str], which: str = "asking", *, at_most: int = SHOWN) -> list[Asked]:
    """Whom lists ask about below these places, what is due first; to be called (``asking``), or
    to be recognised (``offered``). A fixed number of queries.

    The reader must have the right to answer at ``paths``: lists lie above her.
    """
    with acting(EVERYTHING):
        found = _owed(paths).filter(state=which).select_related("row__list__sender")
        rows = list(
            found.defer("row__list__content").order_by("due_at", "path", "row__row", "pk")[:at_most]
        )
        return _asked(rows)


def matches(paths: Sequence[str], which: str) -> QuerySet[Match]:
    """Whom lists ask about below these places: of lists in time (``open``), of overdue ones
    (``late``), each as the figure of that name counts it.

    The reader must have the right to answer at ``paths``: lists lie above her.
    """
    with acting(EVERYTHING):
        late = Q(row__list__late_since__isnull=which != "late")
        ids = list(_owed(paths).filter(late, row__list__state="open").values_list("pk", flat=True))
    return Match.objects.filter(below(paths), pk__in=ids).order_by("due_at", "path", "pk")


def asked_lines(found: Iterable[Match]) -> list[Asked]:
    """These, in their order. A fixed number of queries."""
    order = [one.pk for one in found]
    with acting(EVERYTHING):
        rows = Match.objects.filter(pk__in=order).select_related("row__list__sender")
        by_id = {one.match.pk: one for one in _asked(list(rows.defer("row__list__content")))}
    return [by_id[pk] for pk in order]


def answered(paths: Sequence[str]) -> QuerySet[Row]:
    """Rows that are answered, of the lists that lie at these places: the latest first."""
    found = Row.objects.filter(below(paths), state=Row.State.DONE).select_related("list__sender")
    return found.defer("list__content", "list__mapping").order_by("-done_at", "pk")


def asked_of(match: Match) -> Asked:
    """One of them."""
    with acting(EVERYTHING):
        rows = Match.objects.filter(pk=match.pk).select_related("row__list__sender")
        return _asked(list(rows.defer("row__list__content")))[0]


def _asked(rows: Sequence[Match]) -> list[Asked]:
    people = Person.objects.in_bulk([one.person_id for one in rows])
    addresses = names(one.path for one in rows)
    now, today = clock.now(), clock.today()
    found = []
    for one in rows:
        person, letter = people[one.person_id], one.row.list
        asks = set(one.asks)
        questions = {q.key: q for q in questions_asked(one.row) if q.key in asks}
        found.append(
            Asked(
                match=one, name=mask_name(person.name), age=age_on(person.birth_date, today),
                address=addresses.get(one.path, ""), row=one.row, sender=letter.sender.name,
                about=letter.about, due_at=letter.due_at, late=letter.due_at < now,
                questions=list(questions.values()),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Handing:
    """How the lists stand that somebody has to hand back."""

    unread: int = 0
    """Whose columns wait for a look."""
    ready: int = 0
    late: int = 0
    first: datetime | None = None
    again: int = 0
    """That went back, and were mended since."""


def handing(paths: Sequence[str]) -> Handing:
    """Lists of these places: to be looked at, to be handed back, overdue, to be handed back once
    more. One query."""
    open_row = Row.objects.filter(list=OuterRef("pk")).exclude(state=Row.State.DONE)
    rows = CheckList.objects.filter(below(paths), state__in=("read", "open", "returned")).annotate(
        waits=Exists(open_row), mended=MENDED_SINCE
    )
    found = rows.aggregate(
        unread=Count("pk", filter=Q(state="read")),
        ready=Count("pk", filter=Q(state="open", waits=False)),
        late=Count("pk", filter=Q(state="open", due_at__lt=clock.now())),
        first=Min("due_at", filter=Q(state="open")),
        again=Count("pk", filter=Q(mended=True)),
    )
    return Handing(**found)


# ---- what was answered, and mended
@dataclass(frozen=True, slots=True)
class Mended:
    """That an answer was mended, opened."""

    correction: Correction
    heading: str
    was: str
    now: str
    why: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What was answered in a column, and what stood there before."""

    question: Question
    said: str
    past: list[Mended]


def cells_of(row: Row, answers: Mapping[int, str]) -> list[Cell]:
    """The answered columns of a row with their history, the latest first. The reader has the right
    to it: the list may lie above her."""
    with acting(EVERYTHING):
        past = _mended(row.corrections.select_related("row__list", "by"))
    return [
        Cell(one, answers[one.column], [p for p in past if p.correction.column == one.column])
        for one in questions_asked(row)
        if one.column in answers
    ]


def mended_since(found: CheckList) -> list[Mended]:
    """What was mended in a list since it went back, the latest first."""
    if found.state != CheckList.State.RETURNED:
        return []
    rows = Correction.objects.filter(row__list=found, returned_at=None)
    return _mended(rows.select_related("row__list", "by"))


def _mended(rows: QuerySet[Correction]) -> list[Mended]:
    found = []
    for one in rows.defer("row__list__content").order_by("-at", "pk"):
        headings = {q.column: q.heading for q in questions_asked(one.row)}
        found.append(Mended(one, headings.get(one.column, ""), *open_correction(one.cipher)))
    return found


# ---- leads
@dataclass(frozen=True, slots=True)
class Heard:
    """A lead, opened for whoever clears it."""

    lead: Lead
    what: str
    where: str
    address: str
    note: str


def leads(paths: Sequence[str], which: str = "open") -> QuerySet[Lead]:
    """Leads below these places: open ones, the overdue first; of them those that are in time
    (``waiting``) or overdue (``late``); or those that were cleared."""
    found = Lead.objects.filter(below(paths)).select_related("place", "by", "cleared_by")
    found = found.defer("place__geometry")
    if which == "cleared":
        return found.filter(cleared_at__isnull=False).order_by("-cleared_at", "pk")
    if which in ("waiting", "late"):
        found = found.filter(late_since__isnull=which == "waiting")
    return found.filter(cleared_at=None).order_by("due_at", "pk")


def heard(rows: Iterable[Lead]) -> list[Heard]:
    """Leads with their words. One query for any number."""
    listed = list(rows)
    addresses = names(one.path for one in listed)
    return [
        Heard(one, *open_words(one.words_cipher), addresses.get(one.path, one.place.name),
            open_note(one.note_cipher))
        for one in listed
    ]  # fmt: skip


def leads_owed(paths: Sequence[str]) -> tuple[int, int, datetime | None]:
    """Leads to be cleared below these places, how many of them are overdue, and since when the
    first waits. One query."""
    found = Lead.objects.filter(below(paths), cleared_at=None).aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(due_at__lt=clock.now())), first=Min("at")
    )
    return found["open"], found["late"], found["first"]
