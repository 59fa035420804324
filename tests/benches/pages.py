"""Pages as every persona opens them: the time that the server says it took, from the first
middleware to the last byte of the page; the baseline is the page that does nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import NamedTuple

import httpx
from django.db import transaction

from tests.benches.bench import Result, Site, percentile, slower_is_worse
from wanli.domains.people.models import Person

PAGES = (
    "/", "/people/", "/people/?page=40", "/people/?mark=any", "/people/?registered=elsewhere",
    "/homes/", "/search/?q=wang", "/search/?q=王", "/search/?q=12-301", "/posts/", "/canvass/",
)  # fmt: skip
LINKED = {"person": r'"(/people/[0-9a-f-]{36}/)"', "home": r'"(/homes/\w{8}/)"',
          "doors": r'"(/canvass/[0-9a-f-]{36}/)'}  # fmt: skip
"""Pages that a list leads to."""
ROUNDS = 5


def measure(site: Site) -> Result:
    with transaction.atomic():
        people = Person.objects.filter(merged_into=None, left_on=None).count()
    assert 70_000 < people < 90_000, people
    times: dict[str, list[Timed]] = {}
    floor: list[Timed] = []
    for link in site.links.values():
        with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as client:
            client.get(link)
            for kind, page in _open_to(client).items():
                client.get(page)
                times.setdefault(kind, []).extend(timed(client, page) for _ in range(ROUNDS))
                floor.append(timed(client, "/healthz"))
    assert times.keys() == {*PAGES, *LINKED, "place"}, times.keys()
    worst = {kind: round(_p95(values), 1) for kind, values in times.items()}
    everything = [value for values in times.values() for value in values]
    trip = percentile([value.trip for value in everything], 0.95)
    return slower_is_worse(
        "pages", "ms p95", _p95(everything), _p95(floor), len(everything),
        f"server time (Server-Timing: all middleware, view and template), {people} people,"
        f" {len(site.links)} personas, each page she may open, one after the other; p95 by page:"
        f" {worst}; whole round trip over loopback beside it: p95 {trip:.1f}; baseline: /healthz"
        " in between, which asks for session, user and posts alone",
    )  # fmt: skip


class Timed(NamedTuple):
    """Milliseconds: as the server says, and as the reader waits."""

    server: float
    trip: float


def _p95(values: Sequence[Timed]) -> float:
    return percentile([value.server for value in values], 0.95)


def _open_to(client: httpx.Client) -> dict[str, str]:
    """The pages this persona may open, by kind."""
    pages = {page: page for page in PAGES if client.get(page).status_code == 200}
    pages["place"] = str(client.get("/places/").url.path)
    for kind, pattern in LINKED.items():
        source = {"person": "/people/", "home": "/homes/", "doors": "/canvass/"}[kind]
        found = re.search(pattern, client.get(source).text) if source in pages else None
        if found:
            pages[kind] = found[1]
    return pages


def timed(client: httpx.Client, page: str) -> Timed:
    began = time.perf_counter()
    answer = client.get(page)
    trip = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, page
    return Timed(float(answer.headers["Server-Timing"].removeprefix("total;dur=")), trip)
