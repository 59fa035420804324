"""Pages of lists that may be very long."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from wanli.ground.chained import Chained

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
    _Page = Page[Any]
else:
    _Paginator = Paginator
    _Page = Page

COUNTED = 1000
LAST = 100_000
"""A page number beyond it is a typing error."""


class LongPaginator(_Paginator):
    """Counts up to ``COUNTED`` rows and no further: a list of 80,000 costs what one of 1,000 does.

    ``many`` says that there are more. Every page can still be turned to: whether another one
    follows is found by reading one row ahead. ``known``: how many there are, for whoever knows
    without counting; rows that are ``Chained`` need it.
    """

    object_list: Any

    def __init__(
        self, rows: QuerySet[Any] | Chained[Any], per_page: int, *, known: int | None = None
    ) -> None:
        listed: Any = rows
        super().__init__(listed, per_page)
        self.known = known

    @cached_property
    def _found(self) -> int:
        return int(self.object_list.order_by()[: COUNTED + 1].count())

    @property
    def count(self) -> int:
        """How many rows; ``COUNTED`` when there are ``many``."""
        return min(self._found, COUNTED) if self.known is None else self.known

    @property
    def many(self) -> bool:
        """Whether there are more rows than are counted."""
        return self.known is None and self._found > COUNTED

    def get_page(self, number: Any) -> Page[Any]:
        """The page of this number, the first for what is no number, the last beyond the end."""
        wanted = _positive(number)
        start = (wanted - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and wanted > 1:
            return self.get_page(min(self.num_pages, wanted - 1))
        return _LongPage(rows, wanted, self)


class _LongPage(_Page):
    def __init__(self, rows: list[Any], number: int, paginator: LongPaginator) -> None:
        super().__init__(rows[: paginator.per_page], number, paginator)
        self.more = len(rows) > paginator.per_page

    def has_next(self) -> bool:
        return self.more

    def next_page_number(self) -> int:
        return self.number + 1

    def previous_page_number(self) -> int:
        return self.number - 1


def _positive(number: Any) -> int:
    try:
        return min(max(int(number), 1), LAST)
    except (TypeError, ValueError):
        return 1
