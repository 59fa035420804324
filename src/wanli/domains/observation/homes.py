"""What a home sees of its own observation, and what the committee sees of a home's link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wanli.domains.observation.links import Commitment, HomeLink, LinkDevice, LinkedCase
from wanli.domains.observation.models import STANDING, Case, Check, State
from wanli.domains.observation.operations.correct_today import correctable
from wanli.domains.observation.operations.home_links import token_digest
from wanli.domains.observation.queries import Point, owed_by_now
from wanli.domains.observation.rules.signatures import Signature
from wanli.domains.observation.starting import unsigned
from wanli.domains.observation.vault import open_signature, opened
from wanli.domains.people.queries import age_on
from wanli.domains.places.queries import area_of, names
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name

LAST = 6
"""Readings shown of each."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a home who is or was observed, as her own page shows her."""

    number: int
    """Her place on the link."""
    case: Case
    name: str
    age: int | None
    standing: bool
    day_of_term: int
    days: int
    owed: Check | None
    """What is to be reported now."""
    later: Check | None
    """What is to be reported later today."""
    last: tuple[Point, ...]
    """The latest first."""
    mendable: frozenset[UUID]
    """Those of ``last`` which she may correct herself."""
    alarm: str
    """Of the last one, if it was today's."""
    signed: bool


def members(cases: Sequence[Case]) -> list[Member]:
    """The people of a link, in its order. Queries: two for each who is observed."""
    ids = [case.pk for case in cases]
    open_ = unsigned(ids)
    return [_member(number, case, case.pk not in open_) for number, case in enumerate(cases)]


def _member(number: int, case: Case, signed: bool) -> Member:
    today = clock.today()
    standing = case.state in STANDING
    last = _last(case) if standing else ()
    owed, later = _due(case) if case.state == State.OPEN else (None, None)
    newest = last[0].check if last else None
    return Member(
        number=number,
        case=case,
        name=mask_name(case.person.name),
        age=age_on(case.person.birth_date, today),
        standing=standing,
        day_of_term=max(0, (min(today, case.last_day) - case.since).days),
        days=(case.last_day - case.since).days,
        owed=owed,
        later=later,
        last=last,
        mendable=frozenset(one.check.pk for one in last if correctable(one.check)),
        alarm=newest.alarm if newest and newest.day == today else "",
        signed=signed,
    )


def _last(case: Case) -> tuple[Point, ...]:
    told = case.checks.filter(state=Check.State.DONE).order_by("-at", "-pk")[:LAST]
    return tuple(Point(one, opened(one.reading_cipher)) for one in told if one.reading_cipher)


def _due(case: Case) -> tuple[Check | None, Check | None]:
    due = case.checks.filter(state=Check.State.DUE, day=clock.today()).order_by("due_at")
    until = owed_by_now(case.path)
    first = due.first()
    if first is None or first.due_at is None:
        return None, None
    return (first, None) if first.due_at <= until else (None, first)


def own_check(access: Access, cases: Sequence[Case], check_id: UUID) -> tuple[Case, Point]:
    """A check of one of these cases, opened. ``Hidden`` when it is none of theirs."""
    found = Check.objects.filter(pk=check_id, state=Check.State.DONE).first()
    case = next((case for case in cases if found and case.pk == found.case_id), None)
    if found is None or case is None or not access.reaches(case.pk) or not found.reading_cipher:
        raise Hidden
    return case, Point(found, opened(found.reading_cipher))


def committee_of(path: str) -> str:
    """The name of the committee that looks after a home."""
    return names([path], kinds=("area",)).get(path, "")


@dataclass(frozen=True, slots=True)
class LinkState:
    """How the link of a case stands, for whoever manages it."""

    link: HomeLink
    cases: frozenset[UUID]
    devices: int


def link_of(case: Case) -> LinkState | None:
    """The valid link of a case; None where it has none."""
    row = LinkedCase.objects.filter(case=case, valid=True).select_related("link__issued_by").first()
    if row is None:
        return None
    cases = LinkedCase.objects.filter(link=row.link_id).values_list("case", flat=True)
    devices = LinkDevice.objects.filter(link=row.link_id).count()
    return LinkState(row.link, frozenset(cases), devices)


def commitment_of(case: Case) -> tuple[Commitment, Signature] | None:
    """What was signed for a case on the screen."""
    found = Commitment.objects.filter(case=case).first()
    return (found, open_signature(found.signature_cipher)) if found else None


def last_number(path: str) -> str:
    """The number that was last given to residents in the same area."""
    found = HomeLink.objects.filter(path__within=area_of(path)).order_by("-issued_at").first()
    return found.call if found else ""


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a link leads."""

    address: str
    born: date | None


def linked_by(token: str) -> Linked | None:
    """The home whose link holds this token, and a birth date that opens it; None for no link."""
    rows = LinkedCase.objects.filter(
        link__token=token_digest(token), valid=True, case__state__in=STANDING
    ).select_related("case__person")
    linked = list(rows.order_by("case_id"))
    if not linked:
        return None
    path = linked[0].path
    born = (row.case.person.birth_date for row in linked)
    return Linked(names([path]).get(path, ""), next((day for day in born if day), None))


@dataclass(frozen=True, slots=True)
class LockedLink:
    """A link that a committee has to replace."""

    case_id: UUID
    where: str
    why: str
    link: HomeLink


def locked_links(paths: Iterable[str], *, at_most: int = 20) -> list[LockedLink]:
    """Links below these places that are locked while somebody is observed by them, the longest
    first. Two queries."""
    rows = (
        LinkedCase.objects.filter(
            below(paths, "link__path"),
            link__locked_at__isnull=False,
            link__revoked_at=None,
            valid=True,
            case__state__in=STANDING,
        )
        .select_related("link")
        .order_by("link__locked_at", "link_id", "pk")
    )
    first = {row.link_id: row for row in reversed(rows[:200])}
    found = list(reversed(first.values()))[:at_most]
    where = names(row.link.path for row in found)
    return [
        LockedLink(
            row.case_id,
            where.get(row.link.path, ""),
            str(row.link.get_locked_why_display()),
            row.link,
        )
        for row in found
    ]


def standing_cases(path: str) -> list[UUID]:
    """Who is observed at this home."""
    found = Case.objects.filter(path=path, state__in=STANDING)
    return list(found.order_by("pk").values_list("pk", flat=True))


def others_of(case: Case) -> list[Case]:
    """Everybody observed behind the same door, this one first."""
    found = Case.objects.filter(place=case.place_id, state__in=STANDING).exclude(pk=case.pk)
    return [case, *found.select_related("person", "place").order_by("pk")]


__all__ = ["HomeLink", "LinkState", "Linked", "LockedLink", "Member", "Signature"]
