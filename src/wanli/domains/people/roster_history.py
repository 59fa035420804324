"""What came after a roster: who of its people has been changed since, and how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wanli.domains.people.models import Merge, Person, Roster, RosterBatch, RosterChange
from wanli.kernel.masking import mask_name

WATCHED = {"person": "id", "residence": "person_id", "phone": "person_id", "keymark": "person_id"}
"""Whose history tells of a person, by which column."""


@dataclass(frozen=True, slots=True)
class Later:
    """Somebody who was changed after a roster."""

    id: UUID
    name: str
    """Masked; empty when she is out of the reader's sight by now."""
    what: tuple[str, ...]
    """``person``, ``residence``, ``phone``, ``keymark``, ``merged``, ``gone``."""


def later_changes(roster: Roster) -> list[Later]:
    """Who of a roster's people has been changed since, so that it cannot be undone for her."""
    found = people_changed_since(list(RosterBatch.objects.filter(roster=roster)))
    names = dict(Person.objects.filter(pk__in=found).values_list("pk", "name"))
    return [
        Later(pk, mask_name(names[pk]) if pk in names else "", tuple(sorted(what)))
        for pk, what in sorted(found.items())
    ]


def people_changed_since(batches: Sequence[RosterBatch]) -> dict[UUID, set[str]]:
    """By person, what of her has changed after the batch that entered or changed her."""
    touched = [(one, batch) for batch in batches for one in batch.people]
    by_id = {batch.pk: batch for batch in batches}
    changes = RosterChange.objects.filter(batch__in=batches)
    touched += [(one, by_id[at]) for one, at in changes.values_list("person_id", "batch_id")]
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for table, column in WATCHED.items():
        pairs = [(one, batch.history[table]) for one, batch in touched]
        for pk in _later(table, column, pairs):
            found[pk].add(table)
    ids = [one for one, _batch in touched]
    for side in ("survivor_id", "loser_id"):
        for pk in Merge.objects.filter(**{f"{side}__in": ids}).values_list(side, flat=True):
            found[pk].add("merged")
    seen = set(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))
    for pk in set(ids) - seen:
        found[pk] = {"gone"}
    return dict(found)


def homes_changed_since(batches: Sequence[RosterBatch]) -> set[UUID]:
    """Which of the homes that a roster made have been changed since."""
    pairs = [(home, batch.history["household"]) for batch in batches for home in batch.homes]
    return _later("household", "place_id", pairs)


def _later(table: str, column: str, pairs: Sequence[tuple[UUID, int]]) -> set[UUID]:
    if not pairs:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT DISTINCT e.{column} FROM people_{table}event e
            JOIN unnest(%s::uuid[], %s::bigint[]) AS known (id, last) ON known.id = e.{column}
            WHERE e.pgh_id > %s AND e.pgh_id > known.last""",
            [[pk for pk, _n in pairs], [n for _pk, n in pairs], min(n for _pk, n in pairs)],
        )
        return {row[0] for row in cursor.fetchall()}
