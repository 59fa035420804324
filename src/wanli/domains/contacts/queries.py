"""Reading how far the rounds are: home by home, stairwell by stairwell; people masked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, F, Func, Min, Q, QuerySet, Value

from wanli.domains.contacts.access import MANAGE, RECORD
from wanli.domains.contacts.models import Contact, Home, Offer, Round, State
from wanli.domains.contacts.vault import open_note
from wanli.domains.people.models import Person
from wanli.domains.people.queries import lines as people_lines
from wanli.domains.places.queries import in_order, names
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.contacts import Contacts
from wanli.domains.plans.rules.parts import Words
from wanli.ground.fields import PathField, below
from wanli.kernel import clock
from wanli.kernel.access import Access, outermost

__all__ = ["Contact", "Home", "HomeLine", "Owed", "Round"]
JUST_NOW = timedelta(minutes=15)
WHICH = ("due", "reached")
STAIRWELL = Func(F("path"), Value(0), Value(-1), function="subpath", output_field=PathField())
"""Where a home is."""


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A home in the list: who lives there masked, how long nobody has reached it."""

    home: Home
    label: str
    room: str
    address: str
    people: Sequence[str]
    marks: Sequence[str]
    days: int
    """For how many days nobody has reached it."""
    above: str
    """Where the room is."""
    forgotten: bool
    """Whether it is to be passed on by now."""
    held: str = ""
    """Who has taken it over."""
    offered: str = ""
    """Whom it is offered to."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How far the round of one stairwell is."""

    round: Round
    label: str
    address: str
    homes: int
    reached: int
    late: bool
    longest: int
    """Days for which the home that waits longest has not been reached."""

    @property
    def left(self) -> int:
        """Homes that nobody has reached."""
        return self.homes - self.reached

    @property
    def percent(self) -> int:
        """Of its homes, how many of a hundred were reached."""
        return self.reached * 100 // self.homes if self.homes else 100


@dataclass(frozen=True, slots=True)
class Said:
    """A contact, opened."""

    contact: Contact
    way: str
    outcome: str
    note: str
    who: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What the rounds ask of somebody."""

    due: int = 0
    reached: int = 0
    late: bool = False
    """Whether a round should have been over by now."""
    forgotten: int = 0
    """Nobody has taken them over yet."""
    held: int = 0
    """She has taken over so many."""
    worries: int = 0


def rules_at(path: str) -> Contacts:
    """What the plan in force at a place says of keeping in touch."""
    return plan_in_force(path).plan.contacts


def homes(paths: Sequence[str], which: str = "due") -> QuerySet[Home]:
    """Homes below these places in the round that runs: those that wait longest first; of those
    that were reached, the last first."""
    rows = Home.objects.filter(below(paths), state=which, place__retired_on=None)
    rows = rows.select_related("place").defer("place__geometry")
    return (
        rows.order_by("since", "path") if which == "due" else rows.order_by("-reached_at", "path")
    )


def counts(paths: Sequence[str]) -> dict[str, int]:
    """How many homes are due, and how many were reached."""
    rows = Home.objects.filter(below(paths), place__retired_on=None).order_by()
    return dict.fromkeys(State.values, 0) | dict(rows.values_list("state").annotate(n=Count("pk")))


def forgotten_since(paths: Sequence[str]) -> date:
    """Homes that were to be reached by this day, and were not, are to be passed on."""
    return clock.today() - timedelta(days=rules_at(paths[0]).pass_on_days)


def forgotten(paths: Sequence[str]) -> QuerySet[Home]:
    """Homes that nobody has reached for as many days as the plan says."""
    return homes(paths).filter(since__lte=forgotten_since(paths))


def home_lines(found: Iterable[Home]) -> list[HomeLine]:
    """These homes, with who lives there. A fixed number of queries."""
    listed = list(found)
    if not listed:
        return []
    paths = [one.path for one in listed]
    addresses = names(paths)
    living = Person.objects.filter(path__in=paths, merged_into=None, left_on=None)
    people = people_lines(living.order_by("birth_date", "id"))
    by_path = defaultdict(list)
    for line in people:
        by_path[line.path].append(line)
    asked = Offer.objects.filter(home__in=[one.pk for one in listed], state="offered")
    offered = {one.home_id: one.to.name for one in asked.select_related("to")}
    since, today = forgotten_since(paths), clock.today()
    return [
        HomeLine(
            home=one,
            label=one.path.rpartition(".")[2],
            room=one.place.name,
            address=addresses.get(one.path, one.place.name),
            people=[line.name for line in by_path[one.path]],
            marks=sorted({mark for line in by_path[one.path] for mark in line.marks}),
            days=(today - one.since).days,
            above=addresses.get(one.path, "").removesuffix(one.place.name).strip(),
            forgotten=one.state == State.DUE and one.since <= since,
            held=one.held_by.name if one.held_by else "",
            offered=offered.get(one.pk, ""),
        )
        for one in listed
    ]


def running(paths: Sequence[str]) -> QuerySet[Round]:
    """The rounds that run below these places."""
    rows = Round.objects.filter(below(paths), closed_on=None, place__retired_on=None)
    return rows.select_related("place").defer("place__geometry").order_by("path")


def covered(found: Iterable[Round]) -> list[Covered]:
    """How far these rounds are, in the order in which one walks past. Three queries."""
    listed = in_order(found)
    paths = [one.path for one in listed]
    addresses = names(paths, kinds=("compound", "building", "stairwell"))
    rows = Home.objects.filter(below(paths), place__retired_on=None).exclude(state=State.OUT)
    grouped = rows.annotate(at=STAIRWELL).values_list("at").order_by().annotate(
        n=Count("pk"),
        reached=Count("pk", filter=Q(state=State.REACHED)),
        since=Min("since", filter=Q(state=State.DUE)),
    )  # fmt: skip
    known = {at: (n, reached, since) for at, n, reached, since in grouped}
    today = clock.today()
    lines = []
    for one in listed:
        n, reached, since = known.get(one.path, (0, 0, None))
        lines.append(
            Covered(
                round=one,
                label=one.path.rpartition(".")[2],
                address=addresses.get(one.path, one.place.name),
                homes=n,
                reached=reached,
                late=one.due_on < today and reached < n,
                longest=(today - since).days if since else 0,
            )
        )
    return lines


def as_said(one: Contact) -> Said:
    """A contact, opened."""
    return Said(
        contact=one, way=said(Words(**one.way_name)), outcome=said(Words(**one.outcome_name)),
        note=open_note(one.note_cipher), who=one.by.name if one.by else "",
    )  # fmt: skip


def last_of(user_id: UUID | None) -> tuple[Contact, str] | None:
    """What this user put down just now and may take back, and where that was."""
    rows = Contact.objects.filter(by=user_id, withdrawn_at=None, at__gte=clock.now() - JUST_NOW)
    last = rows.select_related("place").order_by("-at").first()
    return (last, names([last.path]).get(last.path, "")) if last else None


def worries(paths: Sequence[str]) -> list[tuple[Said, str]]:
    """Who was not well when somebody was in touch, and the committee has not looked after yet."""
    rows = Contact.objects.filter(below(paths), worry=True, seen_at=None, withdrawn_at=None)
    listed = list(rows.select_related("by", "place").order_by("at")[:50])
    addresses = names(one.path for one in listed)
    return [(as_said(one), addresses.get(one.path, "")) for one in listed]


def owed(access: Access) -> Owed:
    """What the rounds ask of whoever reaches homes, and of whoever keeps an eye on it."""
    paths, managed = access.paths(RECORD), access.paths(MANAGE)
    here, forgotten = below(paths), Q(pk=None)
    if managed:
        forgotten = below(managed) & Q(since__lte=forgotten_since(managed), held_by=None)
    found = homes(outermost({*paths, *managed})).order_by().aggregate(
        due=Count("pk", filter=here),
        held=Count("pk", filter=here & Q(held_by=access.user_id)),
        forgotten=Count("pk", filter=forgotten),
    )  # fmt: skip
    late = Round.objects.filter(below(paths), closed_on=None, due_on__lt=clock.today())
    bad = Contact.objects.filter(below(managed), worry=True, seen_at=None, withdrawn_at=None)
    return Owed(
        # How many were reached is said only when none is left.
        reached=0 if found["due"] else counts(paths)["reached"],
        late=bool(found["due"]) and late.exists(),
        worries=bad.count() if managed else 0,
        **found,
    )
