"""Changes of the books, told to every open wall.

One connection a process listens; what changed within a moment is read once, exactly, and sent as
absolute figures to whoever may see the place. A figure that comes late or twice does no harm.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.http import HttpRequest, StreamingHttpResponse

from wanli.domains.ledger.queries import Figure, figures
from wanli.domains.ledger.registry import measures
from wanli.ground.acting import acting
from wanli.kernel import clock
from wanli.kernel.access import covers
from wanli.kernel.errors import Hidden
from wanli.kernel.scope import EVERYTHING
from wanli.web.request import access_of

LOG = logging.getLogger(__name__)
GATHER_SECONDS = 0.04
HEARTBEAT_SECONDS = 15.0
QUEUE = 200
"""A reader further behind than this is told to fetch everything anew."""
REFRESH = "event: refresh\ndata: {}\n\n"


@dataclass(eq=False)
class Reader:
    """One open wall."""

    paths: tuple[str, ...]
    queue: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(QUEUE))

    def tell(self, message: str) -> None:
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            message = REFRESH
        self.queue.put_nowait(message)


@dataclass
class Hub:
    """All open walls of this process."""

    readers: set[Reader] = field(default_factory=set)
    task: asyncio.Task[None] | None = None
    version: int = 0

    def join(self, reader: Reader) -> None:
        self.readers.add(reader)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._listen())

    def leave(self, reader: Reader) -> None:
        self.readers.discard(reader)
        if not self.readers and self.task:
            self.task.cancel()
            self.task = None

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except (psycopg.Error, OSError) as error:
                LOG.warning("the wall lost the database: %s", type(error).__name__)
                await asyncio.sleep(1)
                self._tell_all(REFRESH)

    async def _listen_once(self) -> None:
        parameters = dict(connection.get_connection_params())
        for name in ("pool", "context", "cursor_factory"):
            parameters.pop(name, None)
        listener = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
        async with listener:
            await listener.execute("LISTEN wanli_ledger")
            while True:
                changed: set[str] = set()
                async for notice in listener.notifies(stop_after=1):
                    changed.update(notice.payload.split(","))
                await asyncio.sleep(GATHER_SECONDS)
                async for notice in listener.notifies(timeout=0):
                    changed.update(notice.payload.split(","))
                await self.announce(changed)

    async def announce(self, changed: set[str]) -> None:
        """Tell every reader what now stands where something changed."""
        if "*" in changed:
            self._tell_all(REFRESH)
            return
        pairs = [pair.rsplit(":", 1) for pair in changed]
        labels = {label for path, _measure in pairs for label in path.split(".")[1:]}
        found = await sync_to_async(read, thread_sensitive=False)(
            sorted(labels), sorted({measure for _path, measure in pairs})
        )
        self.version += 1
        messages: dict[tuple[str, ...], str] = {}
        for reader in list(self.readers):
            if reader.paths not in messages:
                messages[reader.paths] = self._message(reader.paths, found)
            if messages[reader.paths]:
                reader.tell(messages[reader.paths])

    def _message(self, paths: tuple[str, ...], found: list[Figure]) -> str:
        mine = [
            [f.label, f.measure, f.stock, f.plus, f.minus]
            for f in found
            if any(covers(path, f.path) for path in paths)
        ]
        if not mine:
            return ""
        value: dict[str, Any] = {"version": self.version, "figures": mine}
        return f"event: figures\ndata: {json.dumps(value, separators=(',', ':'))}\n\n"

    def _tell_all(self, message: str) -> None:
        for reader in list(self.readers):
            reader.tell(message)


HUB = Hub()


def read(labels: list[str], changed: list[str]) -> list[Figure]:
    """The exact figures of these places, whoever will be told of them."""
    known = [measure for measure in changed if measure in measures()]
    with acting(EVERYTHING), transaction.atomic():
        found = figures(labels=labels, measures=known)
    connection.close()
    return found


@transaction.non_atomic_requests
async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events for one wall: ``figures`` as they change, ``refresh`` when in doubt."""
    access = access_of(request)
    if not access.has("wall.view"):
        raise Hidden
    response = StreamingHttpResponse(
        _events(Reader(access.paths("wall.view"))), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _give_back() -> None:
    """Close this thread's connection: looked up here, because each thread has its own."""
    connection.close()


def _event(name: str) -> str:
    """A sign of life, with the day that it is: a cut cable is noticed by silence alone."""
    return f'event: {name}\ndata: {{"day": "{clock.today().isoformat()}"}}\n\n'


async def _events(reader: Reader) -> AsyncIterator[str]:
    # The request does not end while the wall is open: give its connection back to the pool now,
    # or a few walls would hold them all.
    await sync_to_async(_give_back)()
    HUB.join(reader)
    try:
        yield "retry: 2000\n" + _event("hello")
        while True:
            try:
                yield await asyncio.wait_for(reader.queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield _event("beat")
    finally:
        HUB.leave(reader)
