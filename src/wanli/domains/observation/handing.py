"""Reading what is handed over, and who has moved house in mid-term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from wanli.domains.observation.access import Case
from wanli.domains.observation.models import STANDING, HandOver
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.places.queries import names
from wanli.ground.acting import acting
from wanli.ground.fields import below
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.masking import mask_name
from wanli.kernel.scope import EVERYTHING

__all__ = ["HandOver", "Handed", "Moved"]

SUBDISTRICT_LEVEL = 3
"""Labels in the path of a subdistrict: root, district, subdistrict."""
SITES = ("park", "tower", "room")
SHOWN = timedelta(days=14)
"""For so long what was answered stays in the list."""
ADDRESSED = ("area", "compound", "building", "stairwell", "household", "park", "tower", "room")


@dataclass(frozen=True, slots=True)
class Handed:
    """One offer as both sides see it: masked, and no more of the case than they need."""

    offer: HandOver
    case: Case
    name: str
    here: str
    """Where the case was when it was offered."""
    there: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody observed here who is said to live elsewhere by now, or to have left."""

    case: Case
    name: str
    label: str
    """Of the new door; empty where she has left."""
    where: str


def handed(access: Access) -> list[Handed]:
    """What was offered from and to where the reader manages cases: the open ones first."""
    paths = access.paths("observation.manage")
    since = clock.now() - SHOWN
    found = HandOver.objects.filter(_either(paths)).filter(
        Q(state="offered") | Q(answered_at__gte=since)
    )
    ordered = sorted(found, key=lambda one: (one.state != "offered", -one.offered_at.timestamp()))
    return _as_seen(ordered)


def handed_for(access: Access, offer_id: UUID) -> Handed:
    """One offer, for either side; ``Hidden`` otherwise."""
    found = HandOver.objects.filter(pk=offer_id).first()
    if found is None or not any(
        access.can("observation.manage", path) for path in (found.path, found.path_to)
    ):
        raise Hidden
    return _as_seen([found])[0]


def open_offer(case: Case) -> Handed | None:
    """What was offered of a case and not answered yet."""
    found = HandOver.objects.filter(case=case, state="offered").first()
    return _as_seen([found])[0] if found else None


def waiting(access: Access) -> tuple[int, int]:
    """How many cases are offered to the reader, and how many of his wait for the other side."""
    paths = access.paths("observation.manage")
    open_ones = HandOver.objects.filter(_either(paths), state="offered")
    sides = list(open_ones.values_list("path", "path_to"))
    incoming = sum(access.can("observation.manage", there) for _here, there in sides)
    return incoming, len(sides) - incoming


def moved(paths: Sequence[str]) -> list[Moved]:
    """Who of those observed behind a door below these subtrees lives elsewhere by now, and is not
    offered to anybody yet. Two queries."""
    with acting(EVERYTHING):
        # Where she went may be out of the reader's sight; that she went is his business.
        found = list(_gone(paths).select_related("person", "place").order_by("path", "pk"))
        areas = names([one.person.path for one in found], kinds=("area",))
    return [_moved(case, areas) for case in found]


def moved_count(paths: Sequence[str]) -> int:
    """How many ``moved`` lists. One query."""
    with acting(EVERYTHING):
        return _gone(paths).count()


def _gone(paths: Sequence[str]) -> QuerySet[Case]:
    standing = Case.objects.filter(below(paths), state__in=STANDING, place__kind="household")
    elsewhere = ~Q(person__path=F("path")) | Q(person__left_on__isnull=False)
    return standing.exclude(hand_overs__state="offered").filter(elsewhere)


def moved_case(case: Case) -> Moved | None:
    """The same of one case."""
    if case.state not in STANDING or case.place.kind != "household":
        return None
    with acting(EVERYTHING):
        person = Person.objects.get(pk=case.person_id)
        areas = names([person.path], kinds=("area",))
    case.person = person
    stays = person.path == case.path and person.left_on is None
    return None if stays else _moved(case, areas)


def targets(case: Case) -> list[tuple[str, str]]:
    """Label and name of whom a case may be offered to: her new home, the other committees, the
    observation sites of the subdistrict. Their names are nobody's secret."""
    gone = moved_case(case)
    with acting(EVERYTHING):
        head = ".".join(case.path.split(".")[:SUBDISTRICT_LEVEL])
        others = (
            Place.objects.standing()
            .filter(path__within=head, kind__in=("area", *SITES))
            .exclude(path__covers=case.path)
            .filter(Q(kind="area") | Q(parent__kind__in=("subdistrict", "area")))
            .order_by("kind", "ordinal", "name")
        )
        listed = [(place.label, place.name) for place in others]
    home = [(gone.label, gone.where)] if gone and gone.label else []
    return home + listed


def doors(offer: HandOver) -> list[tuple[str, str]]:
    """Where exactly a case may be observed below the place it was offered to: where she lives,
    then rooms."""
    with acting(EVERYTHING):
        lives = Person.objects.values_list("path", flat=True).get(pk=offer.case.person_id)
        rooms = (
            Place.objects.standing()
            .filter(path__within=offer.path_to)
            .exclude(pk=offer.place_to_id)
        )
        found = list(rooms.filter(Q(path=lives) | Q(kind__in=SITES)).order_by("path")[:200])
        said = names([place.path for place in found])
    found.sort(key=lambda place: place.path != lives)
    return [(place.label, said.get(place.path, place.name)) for place in found]


def _either(paths: Iterable[str]) -> Q:
    listed = list(paths)
    return Q(path__within_any=listed) | Q(path_to__within_any=listed)


def _as_seen(offers: Sequence[HandOver]) -> list[Handed]:
    """Either side sees the case while it is offered, wherever it stands. Three queries."""
    with acting(EVERYTHING):
        cases = Case.objects.filter(pk__in=[one.case_id for one in offers])
        known = {case.pk: case for case in cases.select_related("person", "place")}
        said = names([p for o in offers for p in (o.path, o.path_to)], kinds=ADDRESSED)
    for one in offers:
        one.case = known[one.case_id]
    return [
        Handed(
            offer=one,
            case=known[one.case_id],
            name=mask_name(known[one.case_id].person.name),
            here=said.get(one.path, ""),
            there=said.get(one.path_to, ""),
        )
        for one in offers
    ]


def _moved(case: Case, areas: dict[str, str]) -> Moved:
    gone = case.person.left_on is not None
    label = "" if gone else case.person.path.rpartition(".")[2]
    return Moved(
        case, mask_name(case.person.name), label, "" if gone else areas.get(case.person.path, "")
    )
