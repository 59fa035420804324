"""Reading the care list: who is to be visited, who was forgotten, who is not looked after yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wanli.domains.contacts.access import MANAGE, RECORD, VIEW
from wanli.domains.contacts.models import Cared, Offer, State, Visit
from wanli.domains.contacts.operations.care_days import OPEN
from wanli.domains.contacts.vault import open_family, open_note
from wanli.domains.notices.models import Whom
from wanli.domains.people.models import KeyMark, Person
from wanli.domains.places.queries import names
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.care import Care
from wanli.domains.plans.rules.parts import Words
from wanli.domains.postings.queries import stairwells_of
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.masking import mask_name, mask_phone

__all__ = ["Cared", "CaredLine", "Offer", "Visit"]
WHICH = ("due", "all", "nobody")
SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CaredLine:
    """Somebody on the care list, masked, with the visit that is due."""

    cared: Cared
    name: str
    label: str
    address: str
    kind: str
    carer: str
    visit: Visit | None
    late_hours: int
    """Whole hours since the visit was due; nothing before."""
    mine: bool
    offered: str
    """Whom she is offered to, while nobody has answered."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that one asks another to take over."""

    offer: Offer
    address: str
    name: str
    """Masked; of a home empty."""
    who: str
    to: str
    mine: bool
    """Whether the reader is the one who was asked."""


@dataclass(frozen=True, slots=True)
class CareOwed:
    """What the care list asks of somebody."""

    due: int = 0
    late: int = 0
    missed: int = 0
    """Of her own."""
    hours: int = 0
    """Since the longest of hers was due."""
    climbed: int = 0
    """Missed visits of others that have climbed to her."""
    nobodys: int = 0
    asked: int = 0
    """She is asked to take over so many."""
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of somebody on the list beside her name: masked."""

    look_at: Sequence[str]
    note: str
    has_key: bool
    family: str
    phone: str


def care_at(path: str) -> Care:
    """What the plan in force at a place says of care."""
    return plan_in_force(path).plan.care


def cared(paths: Sequence[str], which: str, user_id: UUID | None = None) -> QuerySet[Cared]:
    """Who is on the list below these places: with a visit that is due, the longest first; all in
    the order of their doors; or those whom nobody visits. Only of one carer if so asked."""
    rows = Cared.objects.filter(below(paths), ended_on=None)
    rows = rows.select_related("person", "place", "carer").defer("place__geometry")
    if user_id:
        rows = rows.filter(carer=user_id)
    if which == "nobody":
        return rows.filter(carer=None).order_by("path", "pk")
    if which == "due":
        return rows.filter(visits__state__in=OPEN).order_by("visits__due_at", "path", "pk")
    return rows.order_by("path", "pk")


def counts(paths: Sequence[str]) -> dict[str, int]:
    """How many each of the lists holds."""
    rows = Cared.objects.filter(below(paths), ended_on=None)
    open_ones = Visit.objects.filter(below(paths), state__in=OPEN)
    return {
        "due": open_ones.count(), "all": rows.count(), "nobody": rows.filter(carer=None).count()
    }  # fmt: skip


def cared_lines(found: Iterable[Cared], reader: UUID | None) -> list[CaredLine]:
    """These people, with what is due. Three queries."""
    listed = list(found)
    addresses = names(one.path for one in listed)
    visits = {
        visit.cared_id: visit
        for visit in Visit.objects.filter(cared__in=[c.pk for c in listed], state__in=OPEN)
    }
    offers = Offer.objects.filter(cared__in=[c.pk for c in listed], state=Offer.State.OFFERED)
    offered = {one.cared_id: one.to.name for one in offers.select_related("to")}
    now = clock.now()
    return [
        CaredLine(
            cared=one,
            name=mask_name(one.person.name),
            label=one.place.label,
            address=addresses.get(one.path, one.place.name),
            kind=kind_of(one),
            carer=one.carer.name if one.carer else "",
            visit=visits.get(one.pk),
            late_hours=_late(visits.get(one.pk), now),
            mine=reader is not None and one.carer_id == reader,
            offered=offered.get(one.pk, ""),
        )
        for one in listed
    ]


def _late(visit: Visit | None, now: datetime) -> int:
    return max(0, int((now - visit.due_at) / timedelta(hours=1))) if visit else 0


def kind_of(one: Cared) -> str:
    """What the plan called her kind, in the reader's language."""
    return said(Words(**one.kind_name)) if one.kind_name else one.kind


def kept_of(one: Cared) -> Kept:
    """What is to be looked at, and what is known of the family, masked."""
    kind = next((k for k in care_at(one.path).kinds if k.key == one.kind), None)
    family = open_family(one.family_cipher)
    return Kept(
        look_at=[said(choice) for choice in kind.look_at] if kind else (),
        note=open_note(one.note_cipher),
        has_key=bool(family.keys),
        family=mask_name(family.name) if family.name else "",
        phone=mask_phone(family.phone) if family.phone else "",
    )


def visits_of(one: Cared, *, at_most: int = 12) -> list[Visit]:
    """Her last visits, the latest first."""
    rows = one.visits.select_related("by", "contact").order_by("-due_at")
    return list(rows[:at_most])


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody's own page says of care."""

    cared: Cared | None
    may_see: bool
    may_add: bool


def of_person(person_id: UUID) -> Cared | None:
    """Her place on the list, if she has one."""
    rows = Cared.objects.filter(person=person_id, ended_on=None)
    return rows.select_related("carer").first()


def of_care(access: Access, person: Person) -> Standing:
    """Whether she is looked after, for whoever may know."""
    may = access.can(VIEW, person.path)
    here = person.left_on is None and person.merged_into_id is None
    may_add = here and access.can(MANAGE, person.path)
    return Standing(of_person(person.pk) if may else None, may, may_add)


def lacking(paths: Sequence[str]) -> QuerySet[Person]:
    """Whoever has a mark that the plan looks after, and is on no list."""
    marks = [kind.mark for kind in care_at(paths[0]).kinds if kind.mark]
    marked = KeyMark.objects.filter(person=OuterRef("pk"), until=None, kind__in=marks)
    her = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    listed = Cared.objects.filter(her, ended_on=None)
    here = Person.objects.filter(below(paths), merged_into=None, left_on=None)
    return here.filter(Exists(marked), ~Exists(listed)).order_by("path", "birth_date", "pk")


def here(access: Access, code: str) -> list[CaredLine]:
    """Whom the reader visits in the stairwell where the notice with this code hangs; those who are
    due first. Nobody where she may not record."""
    paths = [path for path in stairwells_of(code) if access.can(RECORD, path)]
    if not paths:
        return []
    found = cared_lines(cared(paths, "all"), access.user_id)
    return sorted(found, key=lambda line: (line.visit is None, not line.mine, line.address))


def offers(access: Access) -> list[Offered]:
    """What the reader is asked to take over, and what waits for others or was refused lately."""
    paths = access.paths(RECORD)
    since = clock.now() - SHOWN
    fresh = Q(state=Offer.State.OFFERED) | Q(state=Offer.State.REFUSED, answered_at__gte=since)
    hers = Q(to=access.user_id) | Q(by=access.user_id) | below(access.paths(MANAGE))
    rows = Offer.objects.filter(below(paths), fresh).filter(hers)
    rows = rows.filter(Q(cared__ended_on=None, home=None) | Q(home__state=State.DUE))
    listed = list(
        rows.select_related("to", "by", "cared__person").order_by("state", "-offered_at", "path")[
            :300
        ]
    )
    addresses = names(one.path for one in listed)
    return [
        Offered(
            offer=one,
            address=addresses.get(one.path, ""),
            name=mask_name(one.cared.person.name) if one.cared else "",
            who=one.by.name if one.by else "",
            to=one.to.name,
            mine=one.to_id == access.user_id and one.state == Offer.State.OFFERED,
        )
        for one in listed
    ]


def care_owed(access: Access, rungs: dict[Whom, list[str]]) -> CareOwed:
    """What the care list asks of the reader: of hers, and of what has climbed to her.

    ``rungs``: the places at which her posts make her a reader of each rung.
    """
    now = clock.now()
    paths, managed = access.paths(RECORD), access.paths(MANAGE)
    hers = Visit.objects.filter(
        below(paths), state__in=OPEN, cared__carer=access.user_id, due_at__lt=_tonight()
    )
    mine = list(hers.values_list("state", "due_at")) if paths else []
    longest = max((now - at for _state, at in mine), default=timedelta())
    asked = Offer.objects.filter(below(paths), to=access.user_id, state=Offer.State.OFFERED)
    asked = asked.filter(Q(cared__ended_on=None, home=None) | Q(home__state=State.DUE))
    refused = Offer.objects.filter(
        below(paths), by=access.user_id, state=Offer.State.REFUSED, answered_at__gte=now - SHOWN
    )
    free = Cared.objects.filter(below(managed), ended_on=None, carer=None)
    return CareOwed(
        due=len(mine),
        late=sum(at < now for _state, at in mine),
        missed=sum(state == Visit.State.MISSED for state, _at in mine),
        hours=max(0, int(longest / timedelta(hours=1))),
        climbed=_climbed(access.user_id, rungs),
        nobodys=free.count() if managed else 0,
        asked=asked.count() if paths else 0,
        refused=refused.count() if paths else 0,
    )


def _tonight() -> datetime:
    return clock.midnight(clock.today() + timedelta(days=1))


def _climbed(user_id: UUID | None, rungs: dict[Whom, list[str]]) -> int:
    found: set[UUID] = set()
    for whom, paths in rungs.items():
        ladder = care_at(paths[0]).ladder
        step = next((at for at, rung in enumerate(ladder, 1) if rung.who == whom), 0)
        if step:
            rows = Visit.objects.filter(below(paths), state=Visit.State.MISSED, rung__gte=step)
            found |= set(rows.exclude(cared__carer=user_id).values_list("pk", flat=True))
    return len(found)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit behind a figure, masked."""

    visit: Visit
    name: str
    address: str


def visits(paths: Sequence[str], which: str) -> QuerySet[Visit]:
    """Visits in a state below these places: those that are open longest first, of others the
    latest."""
    which = which if which in Visit.State.values else Visit.State.MISSED
    rows = Visit.objects.filter(below(paths), state=which).select_related("cared__person", "by")
    return rows.order_by("due_at" if which in OPEN else "-due_at", "path", "pk")


def visit_lines(found: Iterable[Visit]) -> list[VisitLine]:
    """These visits. Two queries."""
    listed = list(found)
    addresses = names(one.path for one in listed)
    return [
        VisitLine(one, mask_name(one.cared.person.name), addresses.get(one.path, ""))
        for one in listed
    ]
