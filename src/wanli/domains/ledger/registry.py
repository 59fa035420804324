"""The measures that domains keep books on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted, in words and in SQL.

    ``recount`` is SQL that returns ``(source uuid, path ltree)``, a row for each record that
    counts now; ``wanli reconcile`` holds the books against it.
    """

    key: str
    name: Promise
    source_kind: str
    recount: str
    rising_is_bad: bool = False
    """Whether more of it asks for a hand (the wall then shows its increment in red)."""
    rising_is_good: bool = False
    """Whether more of it is work done (the wall then shows its increment in green)."""
    on_wall: bool = True
    ends_with_place: bool = False
    """Whether it stops counting when its place is taken out of use; ``recount`` then returns the
    place's id as a third column."""

    @property
    def counted(self) -> str:
        """``recount``, less the records whose place stands no more."""
        if not self.ends_with_place:
            return self.recount
        # A lookup by id for each record: under the row policy a join could use no index on paths,
        # and for records of the same transaction, of which there are no statistics yet, the
        # planner would hold each against every place.
        return (
            f"SELECT source, path FROM ({self.recount}) AS every (source, path, place) WHERE"
            " (SELECT p.retired_on IS NULL FROM places_place p WHERE p.id = every.place)"
        )


_measures: dict[str, Measure] = {}


def register(measures: Iterable[Measure]) -> None:
    """Called once by each domain when Django starts."""
    for measure in measures:
        known = _measures.setdefault(measure.key, measure)
        if known is not measure:
            raise ValueError(f"two measures are called {measure.key}")


def measures() -> dict[str, Measure]:
    """All measures by key, in the order in which the domains registered them."""
    return dict(_measures)
