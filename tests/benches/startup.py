"""A second start of an installation; the baseline is the first, on an empty folder."""

from __future__ import annotations

import shutil
import time

from tests.benches.bench import BUILD, Result, Site, slower_is_worse, wanli


def measure(site: Site) -> Result:
    folder = BUILD / "startup"
    shutil.rmtree(folder, ignore_errors=True)
    seconds = []
    for _ in range(4):
        began = time.perf_counter()
        wanli("up", "--detach", "--port", "0", data=folder)
        seconds.append(time.perf_counter() - began)
        wanli("stop", data=folder)
    shutil.rmtree(folder)
    first, *later = seconds
    return slower_is_worse(
        "startup", "s", sorted(later)[1], first, len(later),
        "wanli up --detach until the page is ready: median of later starts against the first"
        " start on an empty folder (initdb, schema and all)",
    )  # fmt: skip
