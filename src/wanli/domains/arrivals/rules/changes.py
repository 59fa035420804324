"""What a notice makes of the list as it stands: what comes, what goes up or down, what ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from wanli.domains.arrivals.rules.areas import RANK, Area
from wanli.domains.arrivals.rules.notice import Line

Kind = Literal["added", "raised", "lowered", "ended", "same"]
KINDS: tuple[Kind, ...] = ("added", "raised", "lowered", "ended", "same")


@dataclass(frozen=True, slots=True)
class Change:
    """One place: how it stood on the list and how it will."""

    kind: Kind
    before: Area | None
    after: Area | None
    """As it will stand; None where it only ends."""
    on: date

    @property
    def area(self) -> Area:
        """The place itself."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(
    standing: Iterable[Area], lines: Sequence[Line], *, whole: bool, day: date
) -> list[Change]:
    """What the lines of a notice change, in their order.

    ``whole``: the notice is all of the list, so that what it does not name ends on ``day``.
    """
    known: dict[tuple[str, str], list[Area]] = {}
    for area in standing:
        known.setdefault(area.key, []).append(area)
    found = [_change(known.get(line.key, []), line) for line in lines]
    named = {line.key for line in lines}
    if whole:
        found += [
            Change("ended", area, None, day)
            for key, areas in known.items()
            if key not in named
            for area in areas
            if area.on(day)
        ]
    return found


def _change(areas: Sequence[Area], line: Line) -> Change:
    new = Area(line.code, line.name, line.words, line.level, line.since, line.until)
    before = next((area for area in areas if area.on(line.since)), None)
    if before is None:
        return Change("added", None, new, line.since)
    if before.level == new.level:
        if new.until is None or new.until == before.until:
            return Change("same", before, before, line.since)
        return Change("ended", before, replace(before, until=new.until), new.until)
    higher = RANK[new.level] > RANK[before.level]
    return Change("raised" if higher else "lowered", before, new, line.since)


def after(standing: Iterable[Area], found: Iterable[Change]) -> list[Area]:
    """The whole list, with all its days, once the changes are made."""
    areas = list(standing)
    for change in found:
        if change.kind == "same":
            continue
        if change.before is not None:
            areas.remove(change.before)
            if change.after is None:
                if change.before.since < change.on:
                    areas.append(replace(change.before, until=change.on))
                continue
            if change.kind != "ended" and change.before.since < change.on:
                areas.append(replace(change.before, until=change.on))
        if change.after is not None:
            until = change.after.until
            later = [a.since for a in areas
                     if a.key == change.after.key and a.since > change.after.since]  # fmt: skip
            # A line that is entered late gives way to what is known of the days after it.
            bounds = [day for day in (until, min(later, default=None)) if day is not None]
            areas.append(replace(change.after, until=min(bounds, default=None)))
    return areas
