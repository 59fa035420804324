"""The made-up subdistrict's waste rounds of yesterday and today: most went as they should."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction

from wanli.domains.errands import waste
from wanli.domains.errands.operations.waste_days import open_waste_day
from wanli.domains.errands.operations.waste_point import count_at_point, hand_over, raise_overdue
from wanli.domains.errands.operations.waste_record import Told, record_doors
from wanli.domains.errands.waste_access import WasteRound, WasteStop
from wanli.kernel import clock
from wanli.kernel.access import Access
from wanli.kernel.ids import uuid7
from wanli.kernel.scope import ROOT

DONE, MISSED, LOST = 0.92, 0.03, 0.12
"""Of doors; of rounds."""
WHY = ("敲门没人应,电话约了下午", "袋子没扎,请他重扎", "垃圾没放出来")
SLIPS = ("联单 0214-{n}", "沪A·D{n}")


def fetch_waste(access: Access, random: Random) -> int:
    """What was fetched in two days until this moment; at how many doors."""
    today, n = clock.today(), 0
    for day in (today - timedelta(days=1), today):
        with clock.frozen(clock.midnight(day) + timedelta(hours=6)):
            open_waste_day(day)
        with transaction.atomic():
            rounds = [one for one, *_n in waste.rounds_of_day([ROOT], day)]
        for found in rounds:
            if found.due_at < clock.now():
                n += _walk(access, random, found, whole=day < today)
    raise_overdue()
    return n


def _walk(access: Access, random: Random, found: WasteRound, *, whole: bool) -> int:
    with transaction.atomic():
        stops = [stop for _address, stop in waste.of_round(found.pk)]
    told = [_said(random, stop) for stop in stops if whole or random.random() < DONE]
    begun = found.due_at - timedelta(minutes=random.randint(20, 60))
    with clock.frozen(begun):
        record_doors(access=access, told=told, tally=uuid7())
    bags = {one.stop: one.bags for one in told if one.bags}
    counted = begun + timedelta(minutes=random.randint(45, 90))
    if not bags or counted > clock.now():
        return len(told)
    lost = random.random() < LOST
    if lost:
        unlucky = random.choice(list(bags))
        bags[unlucky] = (bags[unlucky] or 1) - 1
    with clock.frozen(counted):
        count_at_point(
            access=access, round_id=found.pk, bags={k: n or 0 for k, n in bags.items()},
            tally=uuid7(), disinfected=True,
        )  # fmt: skip
    taken = min(found.hand_by, counted + timedelta(hours=3))
    total = sum(n or 0 for n in bags.values())
    if taken < clock.now() and total:
        slip = random.choice(SLIPS).format(n=random.randint(10000, 99999))
        with clock.frozen(taken):
            hand_over(access=access, round_id=found.pk, bags=total, slip=slip, hand_over_id=uuid7())
    return len(told)


def fetch_one(random: Random, access: Access) -> bool:
    """Somebody rings at the next door."""
    due = list(waste.of_day([ROOT], clock.today(), "due").order_by("due_at", "path")[:50])
    if not due:
        return False
    told = _said(random, random.choice(due))
    return bool(record_doors(access=access, told=[told], tally=uuid7()).changed)


def _said(random: Random, stop: WasteStop) -> Told:
    if random.random() < MISSED:
        return Told(stop.pk, None, random.choice(WHY))
    bags = random.choices((0, 1, 2, 3), (8, 55, 30, 7))[0]
    return Told(stop.pk, bags, sealed=random.random() > 0.04)
