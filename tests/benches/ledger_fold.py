"""Entries folded into all balances above them, in batches against one at a time."""

from __future__ import annotations

import time

from django.db import transaction

from tests.benches.bench import Result, Site, wanli
from wanli.config.options import load
from wanli.config.running import close_pools, database_ready, own_server
from wanli.domains.ledger.entries import Entry, post
from wanli.domains.ledger.operations.fold import fold
from wanli.domains.places.models import Place

ENTRIES, ONE_BY_ONE = 60_000, 150


def measure(site: Site) -> Result:
    close_pools()
    wanli("stop")
    try:
        return _measure()
    finally:
        wanli("up", "--detach", "--port", site.url.rsplit(":", 1)[1])


def _measure() -> Result:
    database_ready(load())
    try:
        while fold():
            pass
        with transaction.atomic():
            doors = list(Place.objects.filter(kind="household")[:ENTRIES].values_list("id", "path"))
        # Every entry is taken back by another: the books end as they began.
        for delta in (1, -1):
            with transaction.atomic():
                post(
                    Entry("empty_homes", path, delta, "household", place)
                    for place, path in (doors * 3)[: ENTRIES // 2]
                )
        began = time.perf_counter()
        single = sum(fold(batch=1) for _ in range(ONE_BY_ONE))
        slow = single / (time.perf_counter() - began)
        began, folded = time.perf_counter(), 0
        while taken := fold():
            folded += taken
        rate = folded / (time.perf_counter() - began)
    finally:
        close_pools()
        server = own_server(load())
        if server:
            server.stop()
    return Result(
        "ledger_fold", "entries/s", round(rate), round(slow), round(rate / slow, 1), folded,
        "entries a second into the balances of every place above (seven of each home), with nothing"
        f" else running: usual batches; baseline: the same, {ONE_BY_ONE} entries one at a time",
    )  # fmt: skip
