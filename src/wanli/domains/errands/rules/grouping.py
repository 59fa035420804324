"""Which requests go well in one round: from one shop, to neighbouring doors, at about one time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DOORS = 12
"""So many homes one runner can carry for."""
MOST_GRAMS = 10**9
"""Where nobody says how much one can carry."""
APART = timedelta(hours=6)
"""What is promised so much later goes in another round."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it is grouped."""

    id: Hashable
    how: str
    shop: str
    compound: str
    """Path of the compound, or of whatever it lies in."""
    door: str
    """Path of the home, as its neighbours come after one another."""
    wanted_by: datetime
    grams: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Requests for one round, in the order of their doors."""

    how: str
    shop: str
    compound: str
    by_when: datetime
    wishes: tuple[Wish, ...]


def suggest(wishes: Iterable[Wish], *, most_grams: int = MOST_GRAMS) -> list[Group]:
    """Every wish in exactly one group, the most pressing group first. No group is heavier than
    ``most_grams``, unless a single wish is.

    A home that does not mind the shop joins a round to one of them when there is one at its
    time. All requests of one home that fit into a round stay together.
    """
    groups: list[Group] = []
    for (how, compound), here in _parted(wishes).items():
        named: defaultdict[str, list[Wish]] = defaultdict(list)
        for wish in here:
            named[wish.shop].append(wish)
        anywhere = named.pop("", [])
        for wish in list(anywhere):
            if shop := _joins(wish, named):
                named[shop].append(wish)
                anywhere.remove(wish)
        if anywhere:
            named[""] = anywhere
        for shop, found in named.items():
            groups += [_group(how, shop, compound, part) for part in _split(found, most_grams)]
    return sorted(groups, key=lambda group: (group.by_when, group.compound, group.how, group.shop))


def _parted(wishes: Iterable[Wish]) -> dict[tuple[str, str], list[Wish]]:
    found: defaultdict[tuple[str, str], list[Wish]] = defaultdict(list)
    for wish in wishes:
        found[wish.how, wish.compound].append(wish)
    return found


def _joins(wish: Wish, named: dict[str, list[Wish]]) -> str:
    """The shop with the most wishes that are promised at about the same time."""
    near = {
        shop: sum(abs(other.wanted_by - wish.wanted_by) <= APART for other in found)
        for shop, found in named.items()
    }
    best = max(near, key=lambda shop: (near[shop], shop), default="")
    return best if best and near[best] else ""


def _split(wishes: list[Wish], most_grams: int) -> list[list[Wish]]:
    """Parts promised at about one time, to no more doors and no heavier than one can carry to."""
    parts: list[list[Wish]] = []
    for wish in sorted(wishes, key=lambda one: (one.wanted_by, one.door, str(one.id))):
        last = parts[-1] if parts else None
        if last is not None and _fits(wish, last, most_grams):
            last.append(wish)
        else:
            parts.append([wish])
    return parts


def _fits(wish: Wish, part: list[Wish], most_grams: int) -> bool:
    if sum(one.grams for one in part) + wish.grams > most_grams:
        return False
    doors = {one.door for one in part} | {wish.door}
    return wish.wanted_by - part[0].wanted_by <= APART and len(doors) <= MOST_DOORS


def _group(how: str, shop: str, compound: str, wishes: list[Wish]) -> Group:
    ordered = sorted(wishes, key=lambda one: (one.door, str(one.id)))
    return Group(how, shop, compound, min(one.wanted_by for one in wishes), tuple(ordered))
