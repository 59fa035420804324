"""Cases for the benches: people of the demo put under observation, with today's checks due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from wanli.domains.observation.models import Case
from wanli.domains.observation.operations.enter_many import PastCase, PastCheck, enter_many
from wanli.domains.people.models import Person
from wanli.domains.places.models import Place
from wanli.domains.plans.queries import plan_in_force
from wanli.kernel import clock
from wanli.kernel.access import Access

BATCH = 5000


def observe(below: str, number: int) -> int:
    """So many more people below a path are observed since yesterday, if there are so many who
    never were; how many there were."""
    with transaction.atomic():
        taken = Case.objects.values("person")
        people = Person.objects.filter(path__within=below, left_on=None, merged_into=None)
        free = list(people.exclude(pk__in=taken).values_list("pk", "path")[:number])
        doors = dict(Place.objects.filter(kind="household").values_list("path", "pk"))
    for first in range(0, len(free), BATCH):
        _enter(free[first : first + BATCH], doors)
    return len(free)


def _enter(people: Sequence[tuple[UUID, str]], doors: dict[str, UUID]) -> None:
    today = clock.today()
    with transaction.atomic():
        plan = plan_in_force(people[0][1]).plan
        term = next(term for term in plan.terms if term.key == "home_14")
        due = [(check.key, _at(today, check.by)) for check in plan.watch.checks]
        enter_many(
            access=Access.system(),
            cases=[
                PastCase(
                    person=person,
                    place=doors[path],
                    path=path,
                    reason="arrival",
                    term=term,
                    since=today - timedelta(days=1),
                    opened_at=clock.midnight(today) - timedelta(hours=9),
                    checks=[PastCheck(today, key, at) for key, at in due],
                )
                for person, path in people
            ],
        )


def _at(day: date, by: object) -> datetime:
    return datetime.combine(day, by, clock.LOCAL_ZONE)  # type: ignore[arg-type]
