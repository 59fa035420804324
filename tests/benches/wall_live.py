"""From a change to 200 open walls, against a wall that asks once a second."""

from __future__ import annotations

import asyncio
import json
import time
from random import Random

import httpx
from asgiref.sync import sync_to_async
from django.db import transaction

from tests.benches.bench import Result, Site, percentile, slower_is_worse
from wanli.domains.people.operations.set_home_use import set_home_use
from wanli.domains.places.models import Place
from wanli.ground.acting import acting
from wanli.kernel.access import Access
from wanli.kernel.scope import EVERYTHING

WALLS, CHANGES, ASK_SECONDS = 200, 20, 1.0


def measure(site: Site) -> Result:
    with transaction.atomic():
        labels = list(
            Place.objects.filter(kind="household").values_list("label", flat=True)[:CHANGES]
        )
    live, asked = asyncio.run(_measure(site, labels))
    return slower_is_worse(
        "wall_live", "ms p95", percentile(live, 0.95), percentile(asked, 0.95), len(live),
        f"{WALLS} walls on one web process: from before the change is made to its arrival;"
        f" baseline: one wall that asks every {ASK_SECONDS:g} s, in the same run",
    )  # fmt: skip


async def _measure(site: Site, labels: list[str]) -> tuple[list[float], list[float]]:
    limits = httpx.Limits(max_connections=WALLS + 20)
    async with httpx.AsyncClient(base_url=site.url, limits=limits, timeout=None) as client:
        await client.get(site.links["leading_group_head"], follow_redirects=True)
        began: dict[int, float] = {}
        live: list[float] = []
        asked: list[float] = []
        ready = asyncio.Semaphore(0)
        turn = [0]

        async def wall() -> None:
            async with client.stream("GET", "/live/wall") as answer:
                kind, seen = "", 0
                async for line in answer.aiter_lines():
                    if line.startswith("event: "):
                        kind = line[7:]
                        if kind == "hello":
                            ready.release()
                    elif line.startswith("data: ") and kind == "figures" and seen < turn[0]:
                        changed = json.loads(line[6:])["figures"]
                        if any(measure == "empty_homes" for _label, measure, *_rest in changed):
                            seen = turn[0]
                            live.append((time.perf_counter() - began[seen]) * 1000)

        async def asking() -> None:
            last, seen = None, 0
            while True:
                figures = (await client.get("/wall/figures.json")).json()["own"]
                now = {f["measure"]: f["stock"] for f in figures}.get("empty_homes")
                if last is not None and now != last and turn[0] > seen:
                    seen = turn[0]
                    asked.append((time.perf_counter() - began[seen]) * 1000)
                last = now
                await asyncio.sleep(ASK_SECONDS)

        tasks = [asyncio.create_task(wall()) for _ in range(WALLS)]
        for _ in range(WALLS):
            await ready.acquire()
        tasks.append(asyncio.create_task(asking()))
        await asyncio.sleep(2)
        random = Random(3)
        for number, label in enumerate(labels, 1):
            turn[0] = number
            began[number] = time.perf_counter()
            await sync_to_async(_change, thread_sensitive=True)(label)
            await asyncio.sleep(1.2 + random.random())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert len(live) >= WALLS * CHANGES * 0.95, len(live)
    return live, asked


def _change(label: str) -> None:
    """Empty becomes let, anything else becomes empty: one home more or fewer is empty."""
    with acting(EVERYTHING):
        with transaction.atomic():
            from wanli.domains.people.access import home_for

            _place, home = home_for(Access.system(), label)
        use = "let" if home is not None and home.use == "empty" else "empty"
        set_home_use(access=Access.system(), label=label, use=use)
