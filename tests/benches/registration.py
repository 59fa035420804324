"""Families that register at a poster, end to end over HTTP: form, checks, sealing, books, code."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import httpx
from django.db import transaction

from tests.arrivals import document
from tests.benches.bench import Result, Site
from wanli.domains.arrivals.operations.issue_posters import way_to
from wanli.domains.places.models import Place
from wanli.kernel import clock
from wanli.kernel.ids import uuid7

WORKERS, FAMILIES = 8, 1200
NUMBERS = count(1)
NAMES = "王李张刘陈杨赵黄周吴"


def measure(site: Site) -> Result:
    with transaction.atomic():
        compounds = list(Place.objects.filter(kind="compound").order_by("path")[:20])
        ways = [
            (way_to(one.label), Place.objects.filter(path__within=one.path, kind="building")[0])
            for one in compounds
        ]
    took: list[float] = []
    recorded = _rate(site, ways, took, post=True)
    nothing = _rate(site, ways, [], post=False)
    took.sort()
    p95 = took[int(len(took) * 0.95)] * 1000
    return Result(
        "registration", "per second", round(recorded, 1), round(nothing, 1),
        round(recorded / nothing, 3), FAMILIES,
        f"families of one posted by {WORKERS} workers at once, another phone each, p95 {p95:.0f}"
        " ms; baseline: the same workers asking for /healthz",
    )  # fmt: skip


def _rate(site: Site, ways: list[tuple[str, Place]], took: list[float], *, post: bool) -> float:
    def work(number: int) -> None:
        with httpx.Client(base_url=site.url, timeout=60) as client:
            client.get(f"/a/{ways[0][0]}/")
            token = client.cookies["csrftoken"]
            for at in range(FAMILIES // WORKERS):
                if not post:
                    assert client.get("/healthz").status_code == 200
                    continue
                code, building = ways[(number + at * WORKERS) % len(ways)]
                client.cookies.set("wanli_arrival", f"phone-{uuid7().hex}")
                began = time.perf_counter()
                answer = client.post(
                    f"/a/{code}/",
                    data={"csrfmiddlewaretoken": token, **_family(building)},
                    headers={"Referer": site.url},
                )
                took.append(time.perf_counter() - began)
                assert answer.status_code == 302, answer.status_code

    with ThreadPoolExecutor(WORKERS) as pool:
        began = time.perf_counter()
        for done in [pool.submit(work, number) for number in range(WORKERS)]:
            done.result()
        return FAMILIES / (time.perf_counter() - began)


def _family(building: Place) -> dict[str, str]:
    n, today = next(NUMBERS), clock.today()
    return {
        "building": building.label, "room": f"{n % 20 + 1}0{n % 4 + 1}", "entry": str(uuid7()),
        "arrives_on": today.isoformat(), "transport": "train", "number": "G7302",
        "s1-where": "湖北武汉武昌", "s1-since": (today - timedelta(days=14)).isoformat(),
        "s1-until": today.isoformat(), "health": "no",
        "p1-name": NAMES[n % 10] + NAMES[n // 10 % 10] + NAMES[n // 100 % 10],
        "p1-document": document(n % 1000), "p1-phone": f"1540{n:07d}",
    }  # fmt: skip
