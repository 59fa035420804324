"""What benches share: the full demo, running; a result; percentiles."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests import command

BUILD = Path(__file__).parents[2] / "build" / "bench"
DATA = BUILD / "demo"


@dataclass(frozen=True)
class Result:
    """One figure. ``ratio``: how many times better than the baseline."""

    name: str
    unit: str
    value: float
    baseline: float
    ratio: float
    n: int
    note: str

    def save(self) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (BUILD / f"{self.name}.json").write_text(text + "\n")


def slower_is_worse(
    name: str, unit: str, value: float, baseline: float, n: int, note: str
) -> Result:
    """A time: less is better."""
    return Result(
        name, unit, round(value, 3), round(baseline, 3), round(baseline / value, 3), n, note
    )


@dataclass(frozen=True)
class Site:
    """The full demo subdistrict, running."""

    url: str
    links: dict[str, str]


def wanli(*words: str, data: Path = DATA) -> str:
    """Run the one command; it must succeed."""
    return command.said(command.wanli(data, *words))


@contextmanager
def installation() -> Iterator[Site]:
    """The demo, and Django on it in this process, as the application's role."""
    said = json.loads(wanli("demo", "--detach", "--json", "--port", "0"))
    os.environ["WANLI_DATA"] = str(DATA)
    from wanli.config.running import close_pools, django_ready
    from wanli.ground.acting import acting
    from wanli.kernel.scope import EVERYTHING

    django_ready()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        with acting(EVERYTHING):
            yield Site(said["url"], {one["key"]: one["link"] for one in said["personas"]})
    finally:
        close_pools()
        wanli("stop")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
