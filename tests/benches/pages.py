"""Pages as every persona opens them; the baseline is the page that does nothing."""

from __future__ import annotations

import re
import time

import httpx

from tests.benches.bench import Result, Site, percentile, slower_is_worse

PAGES = ("/", "/people/", "/homes/", "/search/?q=wang", "/search/?q=王", "/posts/", "/canvass/")
ROUNDS = 4


def measure(site: Site) -> Result:
    times: dict[str, list[float]] = {}
    floor: list[float] = []
    for link in site.links.values():
        with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as client:
            client.get(link)
            pages = list(PAGES)
            place = client.get("/places/")
            pages.append(place.url.path)
            found = re.search(r'href="(/people/[0-9a-f-]{36}/)"', client.get("/people/").text)
            pages += [found[1]] if found else []
            for page in pages:
                if client.get(page).status_code != 200:
                    continue
                kind = re.sub(r"[0-9a-f-]{36}|(?<=/places/)\w+", "…", page)
                for _ in range(ROUNDS):
                    times.setdefault(kind, []).append(_timed(client, page))
                    floor.append(_timed(client, "/healthz"))
    worst = {kind: round(percentile(values, 0.95), 1) for kind, values in times.items()}
    everything = [value for values in times.values() for value in values]
    return slower_is_worse(
        "pages", "ms p95", percentile(everything, 0.95), percentile(floor, 0.95), len(everything),
        f"whole round trip over loopback with 80,000 residents, all personas; by page: {worst};"
        " baseline: /healthz in between",
    )  # fmt: skip


def _timed(client: httpx.Client, page: str) -> float:
    began = time.perf_counter()
    client.get(page)
    return (time.perf_counter() - began) * 1000
