"""Two workers record the same checks at the same moment, each on a connection of her own.

``python -m tests.check_race NUMBER`` on the database of the environment; prints, for each of so
many checks, what came of it at both ends, as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from datetime import timedelta

from wanli.config.running import close_pools, django_ready

django_ready()

from django.db import connections, transaction  # noqa: E402

from wanli.domains.ledger.operations.reconcile import reconcile  # noqa: E402
from wanli.domains.observation.models import Case, Check, Episode  # noqa: E402
from wanli.domains.observation.operations.open_case import Opening, open_case  # noqa: E402
from wanli.domains.observation.operations.record_check import (  # noqa: E402
    Said,
    Told,
    record_check,
)
from wanli.domains.people.models import Person  # noqa: E402
from wanli.ground.acting import acting  # noqa: E402
from wanli.kernel import clock  # noqa: E402
from wanli.kernel.access import Access  # noqa: E402
from wanli.kernel.scope import EVERYTHING  # noqa: E402

VALUES = ("36.4", "38.4")


def main(how_many: int) -> None:
    ends: list[list[str]] = [[], []]
    with acting(EVERYTHING), transaction.atomic():
        due = _due(how_many)
    connections.close_all()
    start = [threading.Barrier(2) for _one in due]

    def work(end: int) -> None:
        with acting(EVERYTHING):
            for number, check in enumerate(due):
                start[number].wait()
                ends[end].append(_record(check, VALUES[end]))
            connections.close_all()

    hands = [threading.Thread(target=work, args=(end,)) for end in (0, 1)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    with acting(EVERYTHING), transaction.atomic():
        ids = [one.pk for one in due]
        print(
            json.dumps(
                {
                    "ends": ends,
                    "alarms": Check.objects.filter(pk__in=ids).exclude(alarm="").count(),
                    "done": Check.objects.filter(pk__in=ids, state="done").count(),
                    "episodes": Episode.objects.filter(
                        case__in=Case.objects.filter(checks__in=ids), steps__check_of__in=ids
                    ).distinct().count(),
                    "differences": len(reconcile().differences),
                }
            )
        )  # fmt: skip
    connections.close_all()
    close_pools()


def _due(how_many: int) -> list[Check]:
    """The first check of each of so many whose observation begins now."""
    observed = Case.objects.values("person")
    people = Person.objects.filter(left_on=None, merged_into=None).exclude(pk__in=observed)
    opening = Opening("contact", "home_14", clock.today() - timedelta(days=1))
    morning = clock.midnight(clock.today()) + timedelta(hours=7)
    with clock.frozen(morning):
        cases = [
            open_case(access=Access.system(), person_id=person.pk, opening=opening)
            for person in people.order_by("pk")[:how_many]
        ]
    return [case.checks.filter(state="due").earliest("due_at") for case in cases]


def _record(check: Check, celsius: str) -> str:
    try:
        record_check(
            access=Access.system(), case_id=check.case_id, said=Said(celsius), day=check.day,
            slot=check.slot,
        )  # fmt: skip
    except Told:
        return "told"
    return "recorded"


if __name__ == "__main__":
    main(int(sys.argv[1]))
