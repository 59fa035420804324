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
    on_wall: bool = True
    ends_with_place: bool = False
    """Whether it stops counting when its place is taken out of use."""

    @property
    def counted(self) -> str:
        """``recount``, less the records whose place stands no more."""
        if not self.ends_with_place:
            return self.recount
        return (
            f"SELECT source, path FROM ({self.recount}) AS every (source, path) WHERE EXISTS ("
            "SELECT FROM places_place p WHERE p.path = every.path AND p.retired_on IS NULL)"
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
