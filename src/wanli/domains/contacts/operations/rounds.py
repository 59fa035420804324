"""Open the rounds that the plan's rhythm asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from wanli.domains.contacts.measures import OF_A_HOME
from wanli.domains.contacts.models import Home, Round, State
from wanli.domains.ledger.entries import settle
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.places.queries import paths_of_kind
from wanli.domains.places.tree import hold_tree
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.contacts import Contacts
from wanli.ground.bulk import insert_many
from wanli.ground.fields import below
from wanli.kernel import clock

Door = tuple[UUID, str]


@dataclass(slots=True)
class _Changed:
    """What becomes of the homes of an area."""

    new: list[Home] = field(default_factory=list)
    back: list[Home] = field(default_factory=list)
    """Asked for from today on."""
    again: list[Home] = field(default_factory=list)
    """Asked for again before anybody has reached them."""
    out: list[Home] = field(default_factory=list)


def open_rounds(areas: Iterable[str] | None = None) -> int:
    """Open a round wherever the last one began as many days ago as the plan says, and let homes
    follow where people moved in or out; how many rounds were opened. Needs the system's scope.

    In these areas (their paths), or in all. An area a transaction; run as often as one likes.
    """
    wanted = paths_of_kind("area") if areas is None else areas
    return sum(_open_area(area) for area in wanted)


def _open_area(area: str) -> int:
    with transaction.atomic():
        hold_tree()
        plan, today = plan_in_force(area).plan.contacts, clock.today()
        doors = _lived_in(area)
        running = Round.objects.filter(below([area]), closed_on=None).order_by("pk")
        rounds = {one.place_id: one for one in running.select_for_update()}
        locked = Home.objects.filter(below([area])).order_by("pk").select_for_update()
        homes = {one.place_id: one for one in locked}
        changed, opened, closed = _Changed(), [], []
        for stairwell, here in doors.items():
            last = rounds.get(stairwell[0])
            if renew := last is None or last.opened_on + timedelta(plan.every_days) <= today:
                if last:
                    closed.append(_closed(last, homes, here, today))
                opened.append(_begun(stairwell, plan, today))
            _follow(changed, here, homes, today, renew=renew)
        lived = {pk for here in doors.values() for pk, _path in here}
        empty = (one for one in homes.values() if one.place_id not in lived)
        changed.out = [one for one in empty if one.state != State.OUT]
        _write(changed, today)
        Round.objects.bulk_update(closed, ["closed_on", "homes", "reached"])
        Round.objects.bulk_create(opened)
    return len(opened)


def _lived_in(area: str) -> dict[Door, list[Door]]:
    """The doors behind which somebody lives, by stairwell. Two queries: joined, the planner would
    hold each door against everybody."""
    living = Person.objects.filter(below([area]), left_on=None, merged_into=None)
    behind = set(living.order_by().values_list("path", flat=True).distinct())
    doors = Place.objects.standing().filter(below([area]), kind="household")
    found: defaultdict[Door, list[Door]] = defaultdict(list)
    for pk, path, parent in doors.order_by("path").values_list("pk", "path", "parent_id"):
        if path in behind:
            found[parent, path.rpartition(".")[0]].append((pk, path))
    return found


def _begun(stairwell: Door, plan: Contacts, today: date) -> Round:
    pk, path = stairwell
    due = today + timedelta(days=plan.within_days - 1)
    return Round(place_id=pk, path=path, opened_on=today, due_on=due)


def _closed(last: Round, homes: dict[UUID, Home], here: Iterable[Door], today: date) -> Round:
    states = [homes[pk].state for pk, _path in here if pk in homes]
    last.closed_on, last.homes = today, len(states)
    last.reached = states.count(State.REACHED)
    return last


def _follow(
    changed: _Changed, here: Iterable[Door], homes: dict[UUID, Home], today: date, *, renew: bool
) -> None:
    for pk, path in here:
        known = homes.get(pk)
        if known is None:
            changed.new.append(Home(place_id=pk, path=path, since=today, asked_on=today))
        elif known.state == State.OUT or (renew and known.state == State.REACHED):
            changed.back.append(known)
        elif renew:
            changed.again.append(known)


def _write(changed: _Changed, today: date) -> None:
    insert_many(
        Home,
        ("id", "place", "path", "state", "since", "asked_on", "tries"),
        [
            (one.pk, one.place_id, one.path, one.state, one.since, one.asked_on, one.tries)
            for one in changed.new
        ],
    )
    of = Home.objects.filter
    of(pk__in=[one.pk for one in changed.back]).update(
        state=State.DUE, since=today, asked_on=today, tries=0
    )
    of(pk__in=[one.pk for one in changed.again]).update(asked_on=today)
    of(pk__in=[one.pk for one in changed.out]).update(state=State.OUT)
    settle(measures=OF_A_HOME, sources=[one.pk for one in changed.new], fresh=True)
    moved = [one.pk for one in (*changed.back, *changed.out)]
    settle(measures=OF_A_HOME, sources=moved, reason="round")
