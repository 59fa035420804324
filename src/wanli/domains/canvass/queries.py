"""Reading campaigns and their doors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, Q

from wanli.domains.canvass.models import Campaign, Door, Visit
from wanli.domains.places.queries import names, tops
from wanli.ground.chained import Chained
from wanli.ground.fields import PathField, below
from wanli.kernel import clock

UNSETTLED = Q(settled=False)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a campaign below somebody's places."""

    campaign_id: UUID
    name: str
    due_on: date
    doors: int
    """Not settled yet."""
    again: int
    """Of these, tried before without success."""
    total: int
    running: bool

    @property
    def overdue(self) -> bool:
        return self.doors > 0 and self.due_on < clock.today()

    @property
    def settled(self) -> int:
        return self.total - self.doors

    @property
    def percent(self) -> int:
        """Of a hundred doors so many are settled; 100 only when all are."""
        return self.settled * 100 // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class Row:
    """A door in a list."""

    door: Door
    address: str
    stairwell: str
    """The address without the room."""
    waiting: int
    """Days since it was last tried, or since the campaign began."""


def campaigns(paths: Iterable[str], *, running: bool | None = True) -> list[Remaining]:
    """Campaigns with doors below these subtrees, the earliest due first: those that run, those that
    are over, or, with None, all. One query."""
    return _progress(paths, None, running)


def progress_of(campaign: Campaign, paths: Iterable[str]) -> Remaining | None:
    """How far one campaign is below these subtrees; None where it has no door. One query."""
    return next(iter(_progress(paths, campaign.pk, None)), None)


def _progress(paths: Iterable[str], one: UUID | None, running: bool | None) -> list[Remaining]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.id, c.name, c.due_on, p.unsettled, p.again, p.total, c.closed_on IS NULL
            FROM canvass_progress(%s::ltree[], %s, %s) p
            JOIN canvass_campaign c ON c.id = p.campaign_id
            ORDER BY c.due_on, c.name""",
            [list(paths), one, running],
        )
        return [Remaining(*row) for row in cursor.fetchall()]


def doors(campaign: Campaign, paths: Iterable[str], *, which: str = "left") -> Chained[Door]:
    """A campaign's doors below these subtrees.

    ``left``: not settled, those never tried first, then those tried longest ago, at last those
    that wait for an agreed day; what waits alike stands stairwell by stairwell, room by room;
    ``again``: tried in vain; ``done``: settled; anything else: all of them.
    """
    found = Door.objects.filter(
        below(paths), campaign=campaign, place__retired_on=None
    ).select_related("place")
    if which == "left":
        found = found.filter(UNSETTLED)
    elif which == "again":
        found = found.filter(UNSETTLED, visits__gt=0)
    elif which == "done":
        found = found.filter(settled=True)
    stairwell = Func(F("path"), 0, -1, function="subpath", output_field=PathField())
    ordered = found.order_by(
        F("visited_at").asc(nulls_first=True), stairwell, "place__ordinal", "id"
    )
    today = clock.today()
    return Chained(
        ordered.filter(Q(next_visit=None) | Q(next_visit__lte=today)),
        ordered.filter(next_visit__gt=today),
    )


def how_many(progress: Remaining | None, which: str) -> int:
    """How many doors ``doors`` gives for ``which``, as the progress has counted them already."""
    if progress is None:
        return 0
    counted = {"left": progress.doors, "again": progress.again, "done": progress.settled}
    return counted.get(which, progress.total)


def rows(listed: Iterable[Door], campaign: Campaign) -> list[Row]:
    """Doors with their addresses and how long they wait. One query."""
    wanted = list(listed)
    heads = {door.path: door.path.rpartition(".")[0] for door in wanted}
    addresses = names([*heads, *heads.values()])
    today = clock.today()
    for door in wanted:
        door.campaign = campaign
    return [
        Row(
            door,
            addresses.get(door.path, door.place.name),
            addresses.get(heads[door.path], ""),
            (
                today
                - (clock.local(door.visited_at).date() if door.visited_at else campaign.starts_on)
            ).days,
        )
        for door in wanted
    ]


def next_door(door: Door, paths: Iterable[str]) -> Door | None:
    """Where to knock next: another unsettled door of the stairwell, from this one upwards."""
    stairwell = door.path.rsplit(".", 1)[0]
    left = [
        other
        for other in Door.objects.filter(UNSETTLED, below(paths), campaign_id=door.campaign_id)
        .filter(place__retired_on=None)
        .filter(path__within=stairwell)
        .exclude(pk=door.pk)
        .select_related("place")
        .order_by("place__ordinal", "path")
        if other.next_visit is None or other.next_visit <= clock.today()
    ]
    return next(
        (o for o in left if o.place.ordinal > door.place.ordinal), left[0] if left else None
    )


def visits(door: Door) -> list[Visit]:
    """Every try at this door, the latest first."""
    tries = door.tries.filter(withdrawn_at=None).select_related("by", "sheet")
    return list(tries.order_by("-at", "-id"))


def open_doors(*, at_most: int) -> list[Door]:
    """Doors of running campaigns that nobody has settled, those never tried first."""
    found = Door.objects.filter(UNSETTLED, running=True, place__retired_on=None)
    return list(found.order_by("visits", "id")[:at_most])


def doors_of_running() -> list[tuple[UUID, str]]:
    """Id and path of each door on a running campaign that the reader sees."""
    return list(Door.objects.filter(running=True).order_by("path").values_list("id", "path"))


KEPT = 150
"""So many doors are kept on one phone."""


def doors_to_keep(paths: Iterable[str]) -> dict[UUID, list[UUID]]:
    """The doors, by campaign, that somebody goes to on foot: all of hers when they are few, else
    those of the stairwells that are hers in particular, at most ``KEPT``."""
    own = list(paths)
    doors = Door.objects.filter(below(own), running=True, place__retired_on=None)
    listed = list(doors.order_by("path").values_list("campaign_id", "pk", "path")[: KEPT + 1])
    if len(listed) > KEPT:
        stairwells = [place.path for place in tops(own) if place.kind == "stairwell"]
        of_these = doors.filter(below(stairwells)).order_by("path")
        listed = list(of_these.values_list("campaign_id", "pk", "path")[:KEPT])
    found: dict[UUID, list[UUID]] = {}
    for campaign_id, door_id, _path in listed:
        found.setdefault(campaign_id, []).append(door_id)
    return found
