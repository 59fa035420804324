"""Lists of rows laid end to end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


class Chained(Generic[Row]):
    """Two querysets as one list: all of ``first``, then all of ``last``.

    Each keeps an order that an index can walk; as one query, with what parts them as the first
    thing to sort by, all rows would be sorted to show fifty.
    """

    def __init__(self, first: QuerySet[Row], last: QuerySet[Row]) -> None:
        self.first, self.last = first, last

    def __iter__(self) -> Iterator[Row]:
        yield from self.first
        yield from self.last

    def __getitem__(self, part: slice) -> list[Row]:
        """Rows from ``start`` to before ``stop``; no steps."""
        start, stop = part.start or 0, part.stop
        rows = list(self.first[start:stop])
        if stop is not None and len(rows) == stop - start:
            return rows
        # Where the first list ends is known when any of it was seen.
        before = start + len(rows) if rows or not start else self.first.order_by().count()
        end = None if stop is None else stop - before
        return rows + list(self.last[max(0, start - before) : end])
