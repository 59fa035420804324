"""What is missing tonight, committee by committee, out of the books and of what ends tonight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from wanli.domains.accounts.queries import Post, on_duty
from wanli.domains.ledger.queries import figures
from wanli.domains.observation.tonight import unready
from wanli.domains.places.access import Place
from wanli.domains.places.queries import standing_below, tops

BOOKED = ("fevers", "checks_late", "checks_due", "homes_to_canvass", "posts_vacant")
WEIGHTS = {"fevers": 1000, "checks_late": 20, "unready": 10, "checks_due": 3}
"""What a night cannot wait for comes first; the rest counts once."""
ROLES = ("committee_secretary", "committee_worker", "grid_worker")
SHOWN = 4
"""People to call for one committee: the secretary first."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in words, and the list behind it."""

    key: str
    n: int
    said: str
    url: str

    @property
    def colour(self) -> str:
        """Red for what cannot wait."""
        return "now" if self.key in ("fevers", "checks_late") else "due"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A committee, what it lacks, and who is there."""

    place: Place
    gaps: tuple[Gap, ...]
    people: tuple[Post, ...]

    @property
    def weight(self) -> int:
        """How much it hurries."""
        return sum(WEIGHTS.get(gap.key, 1) * gap.n for gap in self.gaps)

    @property
    def said(self) -> str:
        """All of it in one line."""
        return " · ".join(gap.said for gap in self.gaps)


def areas(paths: Iterable[str]) -> list[Place]:
    """The committees at or below these places."""
    found: list[Place] = []
    for head in tops(paths):
        found += [head] if head.kind == "area" else standing_below(head.path, ("area",))
    return found


def lacking(places: Sequence[Place]) -> list[Lacking]:
    """What these committees lack, the most urgent first; those that lack nothing are left out.
    Three queries for any number of committees."""
    if not places:
        return []
    counted = {
        (figure.path, figure.measure): figure.stock
        for figure in figures(labels=[place.label for place in places], measures=BOOKED)
    }
    ending = unready([place.path for place in places])
    here = on_duty([place.path for place in places], ROLES)
    rows = []
    for place in places:
        numbers = {key: counted.get((place.path, key), 0) for key in BOOKED}
        numbers["unready"] = ending[place.path]
        gaps = tuple(_gap(place, key, n) for key, n in numbers.items() if n)
        if gaps:
            rows.append(Lacking(place, gaps, tuple(here.get(place.path, ())[:SHOWN])))
    return sorted(rows, key=lambda row: (-row.weight, row.place.ordinal))


def _gap(place: Place, key: str, n: int) -> Gap:
    said = {
        "fevers": ngettext("{n} 次报警没了结", "{n} 次报警没了结", n),
        "checks_late": ngettext("{n} 次体温过时没报", "{n} 次体温过时没报", n),
        "unready": ngettext("{n} 人满期没备好解除", "{n} 人满期没备好解除", n),
        "checks_due": ngettext("{n} 次体温还没到点", "{n} 次体温还没到点", n),
        "homes_to_canvass": ngettext("{n} 户没排摸", "{n} 户没排摸", n),
        "posts_vacant": ngettext("{n} 个岗位空着", "{n} 个岗位空着", n),
    }[key]
    return Gap(key, n, said.format(n=n), _behind(place, key))


def _behind(place: Place, key: str) -> str:
    query = {"place": place.label}
    if key == "homes_to_canvass":
        return reverse("canvass:coverage") + "?" + urlencode(query)
    if key == "posts_vacant":
        return reverse("posts:chart") + "?" + urlencode(query | {"vacant": "1"})
    which = {"fevers": "alarms", "unready": "ending"}.get(key, "owed")
    return reverse("observation:sheet") + "?" + urlencode(query | {"which": which})
