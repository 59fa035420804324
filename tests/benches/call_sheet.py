"""The call sheet of a committee with a thousand open cases, as one of its workers opens it."""

from __future__ import annotations

import time

import httpx
from django.db import transaction

from tests.benches.bench import Result, Site, percentile, slower_is_worse
from tests.benches.observed import observe
from tests.benches.pages import timed
from wanli.domains.observation.models import Check
from wanli.domains.observation.queries import called, owed_checks
from wanli.domains.places.models import Place

CASES, ROUNDS, WHOLE = 1000, 40, 8


def measure(site: Site) -> Result:
    with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as client:
        client.get(site.links["committee_worker"])
        label = client.get("/places/").url.path.strip("/").split("/")[1]
        with transaction.atomic():
            path = Place.objects.get(label=label).path
            there = Check.objects.filter(path__within=path, state="due").values("case").distinct()
            missing = CASES - there.count()
        observe(path, max(0, missing))
        client.get("/observation/")
        times, whole = [], []
        for n in range(ROUNDS):
            times.append(timed(client, "/observation/").server)
            if n % (ROUNDS // WHOLE) == 0:
                whole.append(_all_of_them(path))
    return slower_is_worse(
        "call_sheet", "ms p95", percentile(times, 0.95), percentile(whole, 0.5), ROUNDS,
        f"server time of the page of the first fifty of {CASES} open cases, the latest first;"
        " baseline: all of their lines read and masked, without a page (median)",
    )  # fmt: skip


def _all_of_them(path: str) -> float:
    began = time.perf_counter()
    with transaction.atomic():
        called(owed_checks([path]))
    return (time.perf_counter() - began) * 1000
