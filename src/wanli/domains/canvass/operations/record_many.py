"""Record many first visits at once: sheets typed back, the demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from wanli.domains.canvass.measures import OF_A_DOOR
from wanli.domains.canvass.models import Campaign, Door, Visit
from wanli.domains.ledger.entries import settle
from wanli.domains.places.tree import hold_tree
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7


@dataclass(frozen=True, slots=True)
class Tried:
    """A door, what came of it, when, and who was there."""

    door: UUID
    path: str
    result: str
    at: datetime
    by: UUID | None = None
    next_visit: date | None = None


def record_many(*, access: Access, visits: Sequence[Tried], day: date | None = None) -> int:
    """Record one visit to each of these doors of running campaigns; returns how many doors moved.

    A door that is settled stays as it is. Permission ``canvass.record`` at each. The ledger
    counts them on ``day``; today when not given.
    """
    for path in {visit.path for visit in visits}:
        access.require("canvass.record", path)
    now = clock.now()
    with transaction.atomic():
        hold_tree()
        settles = _settle(visits)
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE canvass_door d SET result = v.result, settled = v.settles,
                    visits = d.visits + 1, visited_at = v.at, next_visit = v.next_visit
                FROM unnest(
                    %s::uuid[], %s::text[], %s::bool[], %s::timestamptz[], %s::date[]
                ) AS v (door, result, settles, at, next_visit)
                WHERE d.id = v.door AND d.running AND NOT d.settled RETURNING d.id""",
                [
                    [visit.door for visit in visits],
                    [visit.result for visit in visits],
                    settles,
                    [visit.at for visit in visits],
                    [visit.next_visit for visit in visits],
                ],
            )
            moved = {row[0] for row in cursor.fetchall()}
        insert_many(
            Visit,
            ("id", "door", "path", "at", "recorded_at", "by", "result", "answers", "note"),
            [
                (uuid7(), v.door, v.path, v.at, now, v.by, v.result, "{}", "")
                for v in visits
                if v.door in moved
            ],
        )
        settle(measures=OF_A_DOOR, sources=moved, day=day)
    return len(moved)


def _settle(visits: Sequence[Tried]) -> list[bool]:
    """Whether each visit settles its door, by what its campaign says of the result."""
    doors = dict(
        Door.objects.filter(pk__in=[visit.door for visit in visits]).values_list(
            "pk", "campaign_id"
        )
    )
    campaigns = Campaign.objects.in_bulk(set(doors.values()))
    settles = []
    for visit in visits:
        campaign = campaigns.get(doors.get(visit.door))
        if campaign and visit.result not in campaign.outcomes:
            raise ValueError(visit.result)
        settles.append(campaign is not None and campaign.outcomes[visit.result].settles)
    return settles
