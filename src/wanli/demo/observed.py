"""The made-up subdistrict's homes under observation, with histories in which things go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from wanli.demo.alarmed import episodes_of, with_a_fever
from wanli.demo.cared import care_for
from wanli.demo.started import start_papers
from wanli.domains.observation.operations.days import climb
from wanli.domains.observation.operations.enter_episodes import enter_episodes
from wanli.domains.observation.operations.enter_many import PastCase, PastCheck, enter_many
from wanli.domains.observation.operations.open_case import Opening, open_case
from wanli.domains.observation.operations.record_check import Said, record_check
from wanli.domains.observation.planned import red_flags
from wanli.domains.observation.queries import of_person, owed_checks
from wanli.domains.observation.rules.readings import Reading, alarm
from wanli.domains.people.queries import newest
from wanli.domains.places.queries import area_of
from wanli.domains.plans.queries import plan_in_force
from wanli.domains.plans.rules.content import Plan, Term
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.scope import ROOT

SHARE = 0.01
"""Of all homes where somebody lives."""
LONG_AGO = 26
"""Days since the first of them."""
TOLD = 0.965
"""Of the checks that were owed."""


@dataclass(frozen=True, slots=True)
class ObservedHome:
    """A door and who lives behind it."""

    place: UUID
    path: str
    people: Sequence[UUID]


def observe(
    access: Access,
    random: Random,
    homes: Sequence[ObservedHome],
    workers: Sequence[UUID],
    surely: Sequence[ObservedHome] = (),
) -> int:
    """Put a share of these homes under observation since some day, and those named ``surely``
    since a week; behind one more door in the area of the first of these somebody has a fever now,
    and behind another one they were released this midnight. How many people that were."""
    plan = plan_in_force(homes[0].path).plan
    # How many things happened behind a door hangs on the hour; who is chosen must not.
    choosing = Random(random.random())

    def home_of(home: ObservedHome, ago: int) -> list[PastCase]:
        return _home(Random(choosing.random()), plan, home, workers, ago=ago)

    named = {home.path for home in surely}
    others = [home for home in homes if home.path not in named]
    cases = [case for home in surely for case in home_of(home, 7)]
    area = area_of(surely[0].path if surely else homes[0].path)
    ill = next(home for home in others if area_of(home.path) == area)
    cases += with_a_fever(home_of(ill, 5))
    others.remove(ill)
    chosen = choosing.sample(others, max(4, round(len(homes) * SHARE)))
    for home in chosen:
        cases += home_of(home, choosing.randrange(LONG_AGO))
    enter_many(access=access, cases=cases)
    start_papers(access, random, plan, cases, workers)
    enter_episodes(access=access, episodes=episodes_of(random, cases, workers))
    care_for(access)
    climb()
    taken = {home.path for home in chosen}
    free = [home for home in others if home.path not in taken and area_of(home.path) == area]
    return len(cases) + _released_today(access, plan, free[-1:], workers)


def _released_today(
    access: Access, plan: Plan, homes: Sequence[ObservedHome], workers: Sequence[UUID]
) -> int:
    """Whose certificates are to be handed out today; by a chance of their own, so that all else
    stays as it was."""
    random = Random(15)
    days = next(term.days for term in plan.terms if term.key == "home_14")
    cases = [case for home in homes for case in _home(random, plan, home, workers, ago=days + 1)]
    enter_many(access=access, cases=cases)
    start_papers(access, random, plan, cases, workers)
    return len(cases)


def _home(
    random: Random, plan: Plan, home: ObservedHome, workers: Sequence[UUID], *, ago: int
) -> list[PastCase]:
    """One household: the same day for all, sometimes one of them alone."""
    term = next(term for term in plan.terms if term.key == "home_14")
    since = clock.today() - timedelta(days=ago)
    begun = clock.midnight(since) + timedelta(days=min(ago, random.choice((0, 0, 0, 1, 2))))
    opened = min(begun + timedelta(hours=random.uniform(9, 17)), clock.now())
    reason = random.choices(("arrival", "contact", "secondary", "discharged"), (60, 25, 10, 5))[0]
    people = home.people if random.random() < 0.8 else home.people[:1]
    over = ago > term.days
    released = clock.midnight(since + timedelta(days=term.days + 1)) if over else None
    return [
        PastCase(
            person=person,
            place=home.place,
            path=home.path,
            reason=reason,
            term=term,
            since=since,
            opened_at=opened,
            apart=len(people) > 1 and random.random() < 0.3,
            needs=random.sample(("medicine", "infant", "pet", "alone"), random.choice((0, 0, 1))),
            checks=_checks(random, plan, term, since, opened, workers),
            released_at=released,
        )
        for person in people
    ]


def _checks(
    random: Random,
    plan: Plan,
    term: Term,
    since: date,
    opened: datetime,
    workers: Sequence[UUID],
) -> list[PastCheck]:
    """Every check from the opening to this moment: most were told."""
    found = []
    usual = Decimal(random.randint(361, 368)) / 10
    ill = random.random() < 0.04
    last = min(clock.today(), since + timedelta(days=term.days))
    day = clock.local(opened).date()
    while day <= last:
        for check in plan.watch.checks:
            due = datetime.combine(day, check.by, clock.LOCAL_ZONE)
            if due > opened:
                found.append(_check(random, plan, day, check.key, due, usual, ill, workers))
        day += timedelta(days=1)
    return found


def _check(
    random: Random,
    plan: Plan,
    day: date,
    slot: str,
    due: datetime,
    usual: Decimal,
    ill: bool,
    workers: Sequence[UUID],
) -> PastCheck:
    at = due - timedelta(minutes=random.randint(5, 150))
    if at > clock.now() or random.random() > TOLD:
        return PastCheck(day, slot, due)
    feverish = ill and random.random() < 0.12
    celsius = (
        usual + Decimal(random.randint(-2, 2) + (random.randint(9, 16) if feverish else 0)) / 10
    )
    symptoms = ("cough",) if random.random() < 0.03 or feverish else ()
    mood = random.choices(("calm", "worried", "low", ""), (50, 6, 2, 42))[0]
    wants = (
        random.choice(("想买点青菜和牛奶", "降压药快没了", "要一包尿不湿"))
        if random.random() < 0.02
        else ""
    )
    reading = Reading(celsius, symptoms, mood, wants)  # type: ignore[arg-type]
    return PastCheck(
        day,
        slot,
        due,
        reading,
        at,
        random.choice(workers) if workers else None,
        random.choices(("phone", "visit"), (85, 15))[0],
        alarm(reading, fever=plan.watch.fever_celsius, red_flags=red_flags(plan)),
    )


def report(random: Random, access: Access) -> bool:
    """Somebody answers the call; whether there was anybody to call."""
    owed = owed_checks([ROOT]).first()
    if owed is None:
        return False
    feverish = random.random() < 0.01
    celsius = Decimal(random.randint(375, 382) if feverish else random.randint(361, 370)) / 10
    record_check(
        access=access,
        case_id=owed.case_id,
        said=Said(str(celsius), ["cough"] if feverish else []),
        day=owed.day,
        slot=owed.slot,
    )
    return True


def begin(random: Random, access: Access) -> bool:
    """Whoever moved in last comes from elsewhere and is observed."""
    people = newest([ROOT], at_most=20)
    free = [person for person in people if not of_person(person)]
    if not free:
        return False
    opening = Opening("arrival", "home_14", clock.today() - timedelta(days=random.randint(0, 2)))
    open_case(access=access, person_id=random.choice(free), opening=opening)
    return True
