"""Who was in touch with a home lately, out of all domains: each says it for its own records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from django.db.models import F, Model, QuerySet, Window
from django.db.models.functions import RowNumber

from wanli.kernel import clock
from wanli.kernel.access import Access

SINCE = timedelta(days=60)
"""What is older helps nobody to be brief."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Touch:
    """That somebody was in touch with a home."""

    path: str
    at: datetime
    office: object
    """In what matter; words that may be lazy."""
    what: str
    """How it was, and what came of it."""
    who: str = ""
    note: str = ""
    """What was said, where this reader may know it."""


Source = Callable[[Access, Sequence[str], datetime, int], Iterable[Touch]]
"""Given the reader, homes, a moment and a number: of each home the last so many since then, and no
more of each than the reader may see in that domain's own pages."""

_sources: list[Source] = []


def register_lately(source: Source) -> None:
    """Called by a domain when Django starts."""
    if source not in _sources:
        _sources.append(source)


def lately(access: Access, paths: Iterable[str], *, at_most: int = 3) -> dict[str, list[Touch]]:
    """The last contacts with each of these homes by anybody, the latest first. A fixed number of
    queries, however many homes they are."""
    wanted, since = sorted(set(paths)), clock.now() - SINCE
    found: defaultdict[str, list[Touch]] = defaultdict(list)
    for source in _sources if wanted else ():
        for touch in source(access, wanted, since, at_most):
            found[touch.path].append(touch)
    return {
        path: sorted(touches, key=lambda one: one.at, reverse=True)[:at_most]
        for path, touches in found.items()
    }


def last_of_each(rows: QuerySet[Row], at_most: int, at: str = "at") -> QuerySet[Row]:
    """Of these rows the last so many of each ``path``."""
    number: Any = Window(RowNumber(), partition_by=[F("path")], order_by=F(at).desc())
    last: Any = rows.annotate(nth=number).filter(nth__lte=at_most)
    return cast("QuerySet[Row]", last)


def open_to(access: Access, permission: str, paths: Sequence[str]) -> list[str]:
    """Of these homes those where the reader has this right."""
    return [path for path in paths if access.can(permission, path)]
