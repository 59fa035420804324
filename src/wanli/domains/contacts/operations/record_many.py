"""Put down many contacts at once, as a program hands them in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from wanli.domains.contacts.measures import OF_A_HOME
from wanli.domains.contacts.models import Contact, Home, State
from wanli.domains.contacts.vault import seal_note
from wanli.domains.ledger.entries import settle
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.rules.contacts import Contacts
from wanli.ground.bulk import insert_many
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.errors import Hidden
from wanli.kernel.ids import uuid7s

FIELDS = (
    "id", "place", "path", "way", "way_name", "outcome", "outcome_name", "reached", "wish", "worry",
    "note_cipher", "at", "by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """That somebody tried to reach a home, once."""

    home: Home
    way: str
    outcome: str
    at: datetime
    by: UUID | None = None
    note: str = ""


def record_many(*, access: Access, rules: Contacts, tried: Sequence[Tried]) -> int:
    """Put these down, at most one of each home; how many. Way and outcome are keys of ``rules``;
    ``KeyError`` for others. Permission ``contact.record`` at each home."""
    ways = {one.key: one.name.model_dump_json() for one in rules.ways}
    outcomes = {one.key: one for one in rules.outcomes}
    with transaction.atomic():
        hold_tree()
        ids = [one.home.pk for one in tried]
        # As one array: Django takes a second to write out the homes of a subdistrict.
        tried_ones = RawSQL("SELECT unnest(%s::uuid[])", [ids])
        locked = Home.objects.select_for_update().filter(pk__in=tried_ones).order_by("pk")
        homes = {one.pk: one for one in locked}
        if not all(access.can("contact.record", one.path) for one in homes.values()):
            raise Hidden
        rows = []
        for key, one in zip(uuid7s(len(ids)) if ids else (), tried, strict=True):
            home, came = homes[one.home.pk], outcomes[one.outcome]
            rows.append(
                (key, home.place_id, home.path, one.way, ways[one.way], came.key,
                 came.name.model_dump_json(), came.reached, came.wish, came.worry,
                 seal_note(one.note), one.at, one.by)
            )  # fmt: skip
            if came.reached:
                home.state, home.reached_at, home.tries = State.REACHED, one.at, 0
            elif home.state == State.DUE:
                home.tries += 1
        insert_many(Contact, FIELDS, rows)
        _write(homes.values())
        settle(measures=OF_A_HOME, sources=ids, day=clock.today())
    return len(rows)


def _write(homes: Collection[Home]) -> None:
    # Django's bulk_update takes a minute for the homes of a subdistrict.
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE contacts_home h
            SET state = v.state, reached_at = v.reached_at, tries = v.tries
            FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::smallint[])
                AS v (id, state, reached_at, tries)
            WHERE h.id = v.id""",
            [
                [home.pk for home in homes],
                [str(home.state) for home in homes],
                [home.reached_at for home in homes],
                [home.tries for home in homes],
            ],
        )
