"""The made-up subdistrict's daily routines of yesterday and today: most were done."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from wanli.domains.routines.operations.days import open_day
from wanli.domains.routines.operations.record import MOST, record_done, record_missed
from wanli.domains.routines.queries import of_day
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.scope import ROOT

DONE, MISSED = 0.93, 0.02
WHY = ("消毒液用完了,明早送到", "清运车没有来,已催", "人手不够,并到下一次")


def do_routines(access: Access, random: Random) -> int:
    """What was done of two days' routines until this moment; how many that were."""
    today, n = clock.today(), 0
    for day in (today - timedelta(days=1), today):
        open_day(day)
        turns = of_day([ROOT], day).filter(due_at__lt=clock.now())
        for due_at, routine in (
            turns.values_list("due_at", "routine").distinct().order_by("due_at", "routine")
        ):
            ids = list(
                turns.filter(due_at=due_at, routine=routine, state="due")
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            random.shuffle(ids)
            done, missed = round(len(ids) * DONE), round(len(ids) * (DONE + MISSED))
            with clock.frozen(due_at - timedelta(minutes=random.randint(4, 70))):
                for start in range(0, done, MOST):
                    n += record_done(access=access, ids=ids[start : min(done, start + MOST)])
                if missed > done:
                    record_missed(access=access, ids=ids[done:missed], why=random.choice(WHY))
    return n


def do_one(random: Random, access: Access) -> bool:
    """Somebody does what has been due longest, at one of its places."""
    due = of_day([ROOT], clock.today()).filter(state="due").order_by("due_at", "pk")
    ids = list(due.values_list("pk", flat=True)[:50])
    if not ids:
        return False
    if random.random() < MISSED:
        return bool(record_missed(access=access, ids=[random.choice(ids)], why=random.choice(WHY)))
    return bool(record_done(access=access, ids=[random.choice(ids)]))
