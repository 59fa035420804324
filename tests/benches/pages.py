"""Pages as every persona opens them; the baseline is the page that does nothing."""

from __future__ import annotations

import re
import time

import httpx

from tests.benches.bench import Result, Site, percentile, slower_is_worse

PAGES = (
    "/", "/people/", "/people/?page=40", "/people/?mark=any", "/people/?registered=elsewhere",
    "/homes/", "/search/?q=wang", "/search/?q=王", "/search/?q=12-301", "/posts/", "/canvass/",
)  # fmt: skip
LINKED = {"person": r'"(/people/[0-9a-f-]{36}/)"', "home": r'"(/homes/\w{8}/)"',
          "doors": r'"(/canvass/[0-9a-f-]{36}/)'}  # fmt: skip
"""Pages that a list leads to."""
ROUNDS = 5


def measure(site: Site) -> Result:
    times: dict[str, list[float]] = {}
    floor: list[float] = []
    for link in site.links.values():
        with httpx.Client(base_url=site.url, follow_redirects=True, timeout=60) as client:
            client.get(link)
            for kind, page in _open_to(client).items():
                client.get(page)
                times.setdefault(kind, []).extend(_timed(client, page) for _ in range(ROUNDS))
                floor.append(_timed(client, "/healthz"))
    assert times.keys() == {*PAGES, *LINKED, "place"}, times.keys()
    worst = {kind: round(percentile(values, 0.95), 1) for kind, values in times.items()}
    everything = [value for values in times.values() for value in values]
    return slower_is_worse(
        "pages", "ms p95", percentile(everything, 0.95), percentile(floor, 0.95), len(everything),
        f"whole round trip over loopback, one after the other, 80,000 residents, {len(site.links)}"
        f" personas, each page she may open; p95 by page: {worst}; baseline: /healthz in between,"
        " which asks for session, user and posts alone",
    )  # fmt: skip


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


def _timed(client: httpx.Client, page: str) -> float:
    began = time.perf_counter()
    client.get(page)
    return (time.perf_counter() - began) * 1000
