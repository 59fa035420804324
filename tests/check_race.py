"""Two workers record the same checks at the same moment, each on a connection of her own.

``python -m tests.check_race`` on the database of the environment; prints, for each check, what came
of it at both ends, as JSON.
"""

from __future__ import annotations

import json
import threading

from wanli.config.running import close_pools, django_ready

django_ready()

from django.db import connections, transaction  # noqa: E402

from wanli.domains.ledger.operations.reconcile import reconcile  # noqa: E402
from wanli.domains.observation.models import Case, Check, Episode  # noqa: E402
from wanli.domains.observation.operations.record_check import (  # noqa: E402
    Said,
    Told,
    record_check,
)
from wanli.ground.acting import acting  # noqa: E402
from wanli.kernel.access import Access  # noqa: E402
from wanli.kernel.scope import EVERYTHING  # noqa: E402

HOW_MANY = 12
VALUES = ("36.4", "38.4")


def main() -> None:
    ends: list[list[str]] = [[], []]
    with acting(EVERYTHING), transaction.atomic():
        known = Check.objects.filter(state="done").values("case")
        open_ones = Check.objects.filter(state="due", case__state="open", case__episodes=None)
        due = list(open_ones.exclude(case__in=known).order_by("pk")[:HOW_MANY])
        if len(due) < HOW_MANY:
            due = list(open_ones.order_by("pk")[:HOW_MANY])
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
    main()
