"""What notices say, for one stairwell or for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from wanli.domains.errands.waste import waste_shown_below
from wanli.domains.observation.queries import observed_doors
from wanli.domains.people.queries import doors_lived_in
from wanli.domains.places.queries import in_order, names
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.postings.models import StairwellNotice
from wanli.domains.postings.rules.telling import Home, Told, told
from wanli.domains.routines.queries import Shown, shown_below
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING

__all__ = [
    "Posted",
    "address_of",
    "any_notice",
    "by_code",
    "code_of",
    "posted_below",
    "some_notices",
    "stairwells_of",
]


@dataclass(frozen=True, slots=True)
class Posted:
    """A notice as anybody may read it: no person in it."""

    code: str
    address: str
    told: Told
    routines: Sequence[Shown]
    at: datetime


def by_code(code: str) -> Posted:
    """The notice under an address, for whoever comes; ``Hidden`` when there is none.

    Nobody's rights are asked for: what is returned is what the rules let everybody know.
    """
    with acting(EVERYTHING):
        notice = StairwellNotice.objects.filter(code=code, place__retired_on=None).first()
        if notice is None:
            raise Hidden
        return _posted([notice], notice.path)[0]


def address_of(code: str) -> str:
    """Where the notice with this code hangs; ``Hidden`` when there is none."""
    with acting(EVERYTHING):
        notice = StairwellNotice.objects.filter(code=code, place__retired_on=None).first()
        if notice is None:
            raise Hidden
        return names([notice.path]).get(notice.path, "")


def any_notice(path: str) -> bool:
    """Whether a stairwell at or below a place has an address for its notice."""
    return StairwellNotice.objects.filter(below([path]), place__retired_on=None).exists()


def code_of(path: str) -> str:
    """The address of the notice of the stairwell with this path; empty before it has one."""
    found = StairwellNotice.objects.filter(path=path).order_by("made_at")
    return found.values_list("code", flat=True).first() or ""


def stairwells_of(code: str) -> list[str]:
    """The path of the stairwell in which the notice with this code hangs; none for any other."""
    found = StairwellNotice.objects.filter(code=code, place__retired_on=None)
    return list(found.values_list("path", flat=True))


def some_notices(random: Random, in_a_hundred: int) -> list[str]:
    """The codes of some notices, drawn; for a made-up subdistrict."""
    codes = StairwellNotice.objects.filter(place__retired_on=None).order_by("path", "made_at")
    listed = list(codes.values_list("code", flat=True))
    return random.sample(listed, len(listed) * in_a_hundred // 100)


def posted_below(path: str) -> list[Posted]:
    """The notices of all stairwells at or below a place, in the order in which one walks past
    them. A fixed number of queries, however many they are."""
    found = StairwellNotice.objects.filter(below([path]), place__retired_on=None)
    # The first address that a stairwell was given.
    first: dict[str, StairwellNotice] = {}
    for notice in found.order_by("made_at"):
        first.setdefault(notice.path, notice)
    return _posted(in_order(first.values()), path)


def _posted(notices: Iterable[StairwellNotice], head: str) -> list[Posted]:
    listed = list(notices)
    form = plan_in_force(head).plan.notice.homes
    homes = _homes(head)
    routines = shown_below(head, clock.today())
    if form != "none":
        for path, lines in waste_shown_below(head, clock.today()).items():
            routines.setdefault(path, []).extend(lines)
    addresses = names(notice.path for notice in listed)
    return [
        Posted(
            code=notice.code,
            address=addresses.get(notice.path, ""),
            told=told(form, homes.get(notice.path, ())),
            routines=sorted(
                (one for above in _above(notice.path) for one in routines.get(above, ())),
                key=lambda one: one.due_at,
            ),
            at=clock.now(),
        )
        for notice in listed
    ]


def _homes(head: str) -> dict[str, list[Home]]:
    observed = observed_doors(head)
    found: defaultdict[str, list[Home]] = defaultdict(list)
    for path, room in doors_lived_in(head, also=observed):
        found[path.rpartition(".")[0]].append(Home(room, path in observed))
    return found


def _above(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]
