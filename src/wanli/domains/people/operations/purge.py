"""Delete people, and what was handed in about them, when their term is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pgtrigger
from django.db import connection, models
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Greatest, TruncDate

from wanli.domains.audit.operations.prune import prune
from wanli.domains.ledger.entries import settle
from wanli.domains.people.measures import OF_A_PERSON
from wanli.domains.people.models import (
    Different,
    KeyMark,
    Merge,
    Person,
    Phone,
    Residence,
    Roster,
)
from wanli.domains.people.operations.rotate_keys import history
from wanli.ground.area import Area
from wanli.ground.retention import Retained
from wanli.kernel.clock import LOCAL_ZONE

HANGS_ON: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Merge, ("survivor_id", "loser_id")),
    (Different, ("one_id", "other_id")),
    (Phone, ("person_id",)),
    (KeyMark, ("person_id",)),
    (Residence, ("person_id",)),
    (Person, ("id",)),
)
"""What goes with a person, she herself last; the columns that name her."""


def _people(area: Area, starts: str, ended_on: date | None) -> QuerySet[Person]:
    """Records that were merged into another go with it; whoever other domains still keep
    something of, an observation or a pass, stays until that is gone."""
    found = Person.objects.filter(area.q(), *_needed_nowhere(), merged_into=None)
    if starts == "moved_out":
        return found.exclude(left_on=None).annotate(began=F("left_on"))
    if ended_on is None:
        return found.none().annotate(began=F("left_on"))
    return found.annotate(began=Value(ended_on, DateField()))


def _needed_nowhere() -> list[Any]:
    """That no row of another domain refers to a person, or to a record merged into her."""
    found = []
    for relation in Person._meta.get_fields(include_hidden=True):
        field: Any = getattr(relation, "field", None)
        # History refers to what may be gone: no constraint holds it.
        if (
            getattr(field, "db_constraint", False)
            and field.model._meta.app_label != Person._meta.app_label
        ):
            name, her = field.name, OuterRef("pk")
            rows = field.model._default_manager.filter(
                Q(**{name: her})
                | Q(**{f"{name}__merged_into": her})
                | Q(**{f"{name}__merged_into__merged_into": her})
            )
            found.append(~Exists(rows))
    return found


def _traces(area: Area, starts: str, ended_on: date | None) -> QuerySet[Any]:
    """The last of those who were removed from the register: only history tells of them."""
    past = history(Person)
    known = Person.objects.filter(pk=OuterRef("pgh_obj_id"))
    later = past._default_manager.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pk__gt=OuterRef("pk"))
    last: QuerySet[Any] = past._default_manager.filter(
        area.q(), ~Exists(known), ~Exists(later), pgh_label="delete"
    )
    began: QuerySet[Any] = last.annotate(began=TruncDate("pgh_created_at", tzinfo=LOCAL_ZONE))
    return began


def _erase_traces(events: Sequence[int]) -> int:
    past = history(Person)._default_manager.filter(pk__in=events)
    people = list(past.values_list("pgh_obj_id", flat=True))
    _forget(people)
    return len(people)


def _erase_people(people: Sequence[UUID]) -> int:
    """Books, rows and history; nothing of it is written into the history again."""
    everybody = _with_merged(people)
    list(Person.objects.select_for_update().filter(pk__in=everybody).order_by("pk").values("pk"))
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_rosterchange WHERE person_id = ANY (%s)", [everybody])
        for model, columns in HANGS_ON:
            named = " OR ".join(f"{column} = ANY (%s)" for column in columns)
            # One statement a table: records that refer to each other go together.
            cursor.execute(
                f"DELETE FROM {model._meta.db_table} WHERE {named}", [everybody] * len(columns)
            )
    settle(measures=OF_A_PERSON, sources=everybody)
    _forget(everybody)
    return len(everybody)


def _with_merged(people: Sequence[UUID]) -> list[UUID]:
    everybody, latest = list(people), list(people)
    while latest:
        merged = Person.objects.filter(merged_into__in=latest).values_list("pk", flat=True)
        latest = list(merged)
        everybody += latest
    return everybody


def _forget(people: Sequence[UUID]) -> None:
    for model, columns in HANGS_ON:
        named = Q()
        for column in columns:
            named |= Q(**{f"{column}__in": people})
        prune(history(model)._default_manager.filter(named))


def _rosters(area: Area, starts: str, ended_on: date | None) -> QuerySet[Roster]:
    last = Greatest("created_at", "started_at", "finished_at")
    return Roster.objects.filter(area.q()).annotate(began=TruncDate(last, tzinfo=LOCAL_ZONE))


def _erase_rosters(rosters: Sequence[UUID]) -> int:
    """The file, what was refused, what it changed; it can then not be taken back any more."""
    Roster.objects.filter(pk__in=rosters).delete()
    return len(rosters)


ENDED, LEFT = "response_ended", "moved_out"
RETAINED = (
    Retained("residents", frozenset({ENDED, LEFT}), _people, _erase_people),
    Retained("former_residents", frozenset({LEFT}), _people, _erase_people),
    Retained("former_residents", frozenset({LEFT}), _traces, _erase_traces),
    Retained("rosters", frozenset({"recorded"}), _rosters, _erase_rosters, batch=50),
)
