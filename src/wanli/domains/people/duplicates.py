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
Row = tuple[UUID, UUID, list[str], int]
"""Both ids, the reasons, and how many pairs there are in all."""
HEAD = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two persons, the one entered first at the head, and what speaks for their being one."""

    one: Line
    other: Line
    reasons: tuple[str, ...]


class Pairs(Sequence[Pair]):
    """All pairs below some subtrees, read a page at a time: what a paginator needs.

    The first page is one query, with the count; any later one another. Four more for the lines.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = list(paths)

    def __len__(self) -> int:
        return self._head[0][3] if self._head else 0

    @cached_property
    def _head(self) -> list[Row]:
        return self._rows(HEAD, 0)

    def __getitem__(self, at: int | slice) -> list[Pair]:  # type: ignore[override]
        """The pairs of this slice."""
        at = at if isinstance(at, slice) else slice(at, at + 1)
        first, stop, _step = at.indices(len(self))
        if stop <= len(self._head):
            return _told(self._head[first:stop])
        return _told(self._rows(stop - first, first))

    def _rows(self, limit: int, offset: int) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(SQL, {"paths": self.paths, "limit": limit, "offset": offset})
            return list(cursor.fetchall())


def _told(rows: list[Row]) -> list[Pair]:
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
