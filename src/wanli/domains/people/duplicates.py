"""Who may be one person entered twice, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wanli.domains.people.models import Merge, Person
from wanli.domains.people.queries import Line, lines

SQL = (Path(__file__).parent / "sql" / "duplicates.sql").read_text(encoding="utf-8")
REASONS: dict[str, Promise] = {
    "document": _("姓名相同,证件后四位相同"),
    "birthday": _("姓名相同,出生日期相同"),
    "phone": _("同一个电话,姓名相近"),
    "home": _("住同一户,姓名同音"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons, the one entered first at the head, and what speaks for their being one."""

    one: Line
    other: Line
    reasons: tuple[str, ...]


class Pairs(Sequence[Pair]):
    """All pairs below some subtrees, read a page at a time: what a paginator needs.

    One query a page for the pairs, four for their lines.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = list(paths)

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        rows = self._rows(1, 0)
        return int(rows[0][3]) if rows else 0

    def __getitem__(self, at: int | slice) -> list[Pair]:  # type: ignore[override]
        """The pairs of this slice."""
        first, stop, _step = at.indices(len(self)) if isinstance(at, slice) else (at, at + 1, 1)
        return _told(self._rows(stop - first, first))

    def _rows(self, limit: int, offset: int) -> list[tuple[UUID, UUID, list[str], int]]:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"paths": self.paths, "limit": limit, "offset": offset})
            return list(cursor.fetchall())


def _told(rows: list[tuple[UUID, UUID, list[str], int]]) -> list[Pair]:
    ids = {person_id for row in rows for person_id in row[:2]}
    told = {line.id: line for line in lines(Person.objects.filter(pk__in=ids))}
    return [
        Pair(told[one], told[other], tuple(str(REASONS[reason]) for reason in reasons))
        for one, other, reasons, _total in rows
        if one in told and other in told
    ]


def merges_of(person: Person) -> list[Merge]:
    """The records that were merged into this one and still are, the latest first."""
    return list(person.merges.filter(undone_at=None).select_related("by").order_by("-at", "-id"))
