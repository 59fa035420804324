"""Checks recorded end to end over HTTP: session, form, sealing, books, alarm; several at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import httpx
from django.db import transaction

from tests.benches.bench import Result, Site
from tests.benches.observed import observe
from wanli.domains.observation.models import Case
from wanli.domains.places.models import Place
from wanli.kernel.ids import uuid7

WORKERS, CHECKS = 8, 1200


def measure(site: Site) -> Result:
    with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as first:
        first.get(site.links["committee_worker"])
        label = first.get("/places/").url.path.strip("/").split("/")[1]
    with transaction.atomic():
        path = Place.objects.get(label=label).path
        standing = Case.objects.filter(path__within=path, state="open").count()
    observe(path, max(0, 400 - standing))
    with transaction.atomic():
        found = Case.objects.filter(path__within=path, state="open").values_list("pk", flat=True)
        cases = list(found[:400])
    recorded = _rate(site, cases, post=True)
    nothing = _rate(site, cases, post=False)
    return Result(
        "observation_check", "per second", round(recorded, 1), round(nothing, 1),
        round(recorded / nothing, 3), CHECKS,
        f"extra checks posted by {WORKERS} workers at once, each with session, CSRF, form, sealing,"
        " row locks, books and history in one transaction; baseline: the same workers asking for"
        " /healthz",
    )  # fmt: skip


def _rate(site: Site, cases: list[UUID], *, post: bool) -> float:
    def work(number: int) -> None:
        with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as client:
            client.get(site.links["committee_worker"])
            client.get(f"/observation/{cases[0]}/check/")
            token = client.cookies["csrftoken"]
            for at in range(CHECKS // WORKERS):
                if not post:
                    assert client.get("/healthz").status_code == 200
                    continue
                case = cases[(number + at * WORKERS) % len(cases)]
                answer = client.post(
                    f"/observation/{case}/check/",
                    data={"csrfmiddlewaretoken": token, "celsius": "36.5", "entry": str(uuid7())},
                    headers={"Referer": site.url},
                    follow_redirects=False,
                )
                assert answer.status_code == 302, answer.status_code

    with ThreadPoolExecutor(WORKERS) as pool:
        began = time.perf_counter()
        for done in [pool.submit(work, number) for number in range(WORKERS)]:
            done.result()
        return CHECKS / (time.perf_counter() - began)
