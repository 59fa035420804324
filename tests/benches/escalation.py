"""The night's work over a city's district: a hundred thousand open cases, nobody reported."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection, transaction

from tests.benches.bench import Result, Site, slower_is_worse
from tests.benches.observed import observe
from wanli.domains.ledger.entries import settle
from wanli.domains.ledger.operations.fold import fold_all
from wanli.domains.observation.measures import OF_A_CHECK
from wanli.domains.observation.models import Check
from wanli.domains.observation.operations.days import climb, open_day
from wanli.kernel import clock
from wanli.kernel.scope import ROOT

CASES, BY_HAND = 100_000, 500


def measure(site: Site) -> Result:
    observe(ROOT, CASES)
    fold_all(batch=100_000)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM observation_case WHERE state = 'open'")
        running = int(cursor.fetchone()[0])
    late = clock.midnight(clock.today()) + timedelta(hours=23, minutes=30)
    with clock.frozen(late):
        by_hand = _one_by_one() / BY_HAND
        began = time.perf_counter()
        risen = climb()
        took = time.perf_counter() - began
    with clock.frozen(late + timedelta(minutes=31)):
        began = time.perf_counter()
        laid = open_day()
        midnight = time.perf_counter() - began
    return slower_is_worse(
        "escalation", "s", took, by_hand * max(risen, 1), risen,
        f"climb() over {running} open cases of whom nobody reported, {risen} checks risen with"
        f" their books; at midnight open_day() closed the day and laid out {laid} checks in"
        f" {midnight:.1f} s; baseline: {BY_HAND} checks one by one through the ORM, times the same"
        " number",
    )  # fmt: skip


def _one_by_one() -> float:
    with transaction.atomic():
        ids = list(Check.objects.filter(state="due", rung=0).values_list("pk", flat=True)[:BY_HAND])
    began = time.perf_counter()
    for one in ids:
        with transaction.atomic():
            check = Check.objects.select_for_update().get(pk=one)
            check.rung = 1
            check.save(update_fields=["rung"])
            settle(measures=OF_A_CHECK, sources=[one])
    return time.perf_counter() - began
