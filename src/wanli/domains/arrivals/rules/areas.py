"""Key areas as they stood on a day, and whether somebody was in one of them then."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from wanli.domains.plans.rules.sorting import LEVELS, Level
from wanli.reading.regions import above

RANK = {level: number for number, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Area:
    """A line of the list: a region, or communities in it, and how dangerous from when to when."""

    code: str
    """GB/T 2260, six digits; empty where there is none."""
    name: str
    words: str
    """Communities in words; empty: all of the region."""
    level: Level
    since: date
    until: date | None = None
    """The first day on which it is not on the list any more."""

    @property
    def key(self) -> tuple[str, str]:
        """What two lines on the same place have in common."""
        return self.code, plain(self.words)

    @property
    def called(self) -> str:
        """As people say it."""
        return f"{self.name}{self.words}"

    def on(self, day: date) -> bool:
        """Whether it is on the list of this day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Hit:
    """That somebody was in a key area while it was one."""

    area: Area
    last: date
    """The last day there on which it was on the list."""
    sure: bool
    """Not where only the city was said and some of its counties are on the list."""


class KeyAreas:
    """The whole list, with all its days."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._at: dict[str, list[Area]] = defaultdict(list)
        self._inside: dict[str, list[Area]] = defaultdict(list)
        self._anywhere: list[Area] = []
        for area in areas:
            if not area.code:
                self._anywhere.append(area)
                continue
            self._at[area.code].append(area)
            for wider in above(area.code)[1:]:
                self._inside[wider].append(area)
        self._near: dict[tuple[str, str], list[tuple[Area, bool]]] = {}

    def worst(self, code: str, words: str, first: date, last: date) -> Hit | None:
        """The most dangerous that a place, by its code and as it was said, was on the days from
        ``first`` to ``last``; of two alike the later one. Where only a city or a province was
        said, a county of it counts, and is not sure."""
        best: Hit | None = None
        for area, sure in self._candidates(code, words):
            until = last if area.until is None else min(last, area.until - timedelta(days=1))
            if max(first, area.since) > until:
                continue
            hit = Hit(area, until, sure)
            if best is None or _weight(hit) > _weight(best):
                best = hit
        return best

    def _candidates(self, code: str, words: str) -> list[tuple[Area, bool]]:
        known = self._near.get((code, words))
        if known is None:
            said = plain(words)
            known = [(area, True) for wide in above(code) if code for area in self._at[wide]]
            known += [(area, False) for area in self._inside[code]] if code else []
            known = [(area, sure) for area, sure in known if not area.words]+ [
                (area, True) for area, _sure in known if area.words and _named(area, said)
            ] + [(area, True) for area in self._anywhere if _named(area, said)]  # fmt: skip
            self._near[code, words] = known
        return known


def plain(said: str) -> str:
    """Words without what people write in different ways."""
    return re.sub(r"[\s·\-—]", "", unicodedata.normalize("NFKC", said))


def _named(area: Area, said: str) -> bool:
    names = (plain(one) for one in re.split(r"[、,;,;/\n]", area.words or area.name))
    return any(len(name) > 1 and name in said for name in names)


def _weight(hit: Hit) -> tuple[int, bool, date]:
    return RANK[hit.area.level], hit.sure, hit.last
