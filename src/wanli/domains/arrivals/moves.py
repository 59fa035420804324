"""What a changed table or list would do to everybody at hand: who moves from which class to which,
which observations would begin, last longer, or end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wanli.domains.arrivals.areas import KeyAreas, key_areas
from wanli.domains.arrivals.demands import Asked, asked_of, class_of
from wanli.domains.arrivals.operations.judge import differs
from wanli.domains.arrivals.weighing import Weighed, at_hand, weigh
from wanli.domains.observation.queries import standing_of
from wanli.domains.plans.effects import Effect
from wanli.domains.plans.language import said
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan


@dataclass(slots=True)
class Moves:
    """Counted over everybody at hand."""

    everybody: int = 0
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """People by the keys of their class before and after."""
    begin: int = 0
    longer: int = 0
    end: int = 0
    by_hand: int = 0
    """Whom somebody put in another class than the rules would: they stay where they are."""
    changed: list[Weighed] = field(default_factory=list)
    """Whose verdict would be another one."""

    @property
    def total(self) -> int:
        """People in another class than before."""
        return sum(self.moved.values())


def moves(path: str, plan: Plan, areas: KeyAreas) -> Moves:
    """Everybody below ``path`` by this plan and this list, against the verdicts that hold.

    Five queries, however many they are. Needs a scope over all of them.
    """
    people, stays = at_hand(path)
    found = Moves(everybody=len(people))
    asking: list[tuple[Weighed, Asked | None]] = []
    for one in weigh(people, stays, plan, areas):
        if one.who.overruled:
            found.by_hand += one.who.cls != one.cls
            continue
        if not differs(one):
            continue
        found.changed.append(one)
        if one.who.cls != one.cls:
            found.moved[one.who.cls, one.cls] += 1
            if one.who.state == "verified" and one.who.person is not None:
                asking.append((one, asked_of(plan, one)))
    _observations(found, asking)
    return found


def _observations(found: Moves, asking: Sequence[tuple[Weighed, Asked | None]]) -> None:
    standing = standing_of(one.who.person for one, _asked in asking if one.who.person)
    for one, asked in asking:
        case = standing.get(one.who.person) if one.who.person else None
        if case is None:
            found.begin += bool(asked and asked.runs)
        elif asked is not None:
            found.longer += asked.last > case[1]
        else:
            # Only what a verdict began, a verdict may end.
            found.end += case[0] == one.who.case


def lines(found: Moves, before: Plan, after: Plan) -> Iterator[tuple[str, str, int]]:
    """From which class to which and how many, the largest first, in the reader's language."""
    for (was, will), n in found.moved.most_common():
        yield _name(before, after, was), _name(after, before, will), n


def _name(plan: Plan, other: Plan, key: str) -> str:
    cls = class_of(plan, key) or class_of(other, key)
    return said(cls.name) if cls else _t("还没归类")


def foresee(path: str, before: Plan, after: Plan) -> Iterable[Effect]:
    """What a change of the plan would do to those who arrived: said before it is adopted."""
    if (before.sorting, before.classes, before.terms) == (
        after.sorting, after.classes, after.terms,
    ):  # fmt: skip
        return
    found = moves(path, after, key_areas(path))
    for was, will, n in lines(found, before, after):
        yield Effect(
            _("返沪人员:{n} 人从“{was}”改为“{will}”。"), {"n": n, "was": was, "will": will}
        )
    yield from observed(found)
    if found.by_hand:
        yield Effect(_("返沪人员:{n} 人是有人改过分类的,不跟着变。"), {"n": found.by_hand})
    if before.sorting.rows and not after.sorting.rows:
        yield Effect(_("归类的规则都删了:以后登记的人不再自动归类。"))


def observed(found: Moves) -> Iterator[Effect]:
    """What it means for observations."""
    if found.begin:
        yield Effect(_("{n} 人要开始观察。"), {"n": found.begin})
    if found.longer:
        yield Effect(_("{n} 人的观察要延长。"), {"n": found.longer})
    if found.end:
        yield Effect(
            _("{n} 人的观察按新规则不再需要:不自动结束,打开各人的观察一份一份决定。"),
            {"n": found.end},
        )


def waiting(path: str) -> Moves:
    """Who would move by the plan and the list that hold now: what is still to be applied."""
    return moves(path, plan_in_force(path).plan, key_areas(path))
