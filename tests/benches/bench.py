"""What benches share: the full demo, running; a result; percentiles."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from psycopg import sql

from tests import command
from wanli.config.postgres import DATABASE, OWNER, Server

BUILD = Path(__file__).parents[2] / "build" / "bench"
DATA = BUILD / "demo"
LOADED = "wanli_loaded"
"""The demo's database before any bench made it grow, kept beside it to begin with again."""


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


def keep_loaded() -> None:
    """Keep the demo as it is now, loaded at need, for ``begin_anew``."""
    wanli("demo", "--detach", "--json", "--port", "0")
    wanli("stop")
    _copied(DATABASE, LOADED)


def begin_anew() -> None:
    """Put the demo back as it was loaded, in seconds; away with one that was not kept."""
    if DATA.exists() and not _copied(LOADED, DATABASE):
        shutil.rmtree(DATA)


def _copied(source: str, target: str) -> bool:
    """Put one database in the place of another; whether it was there."""
    server = Server(DATA / "postgres")
    server.start()
    try:
        with server.connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [source])
            if not known.fetchone():
                return False
            names = {"source": source, "target": target, "owner": OWNER}
            for statement in (
                "DROP DATABASE IF EXISTS {target} WITH (FORCE)",
                "CREATE DATABASE {target} OWNER {owner} TEMPLATE {source} STRATEGY file_copy",
            ):
                given = {key: sql.Identifier(name) for key, name in names.items()}
                connection.execute(sql.SQL(statement).format(**given))
            return True
    finally:
        server.stop()


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
