"""The processes of an installation: forked from one parent that has read the code once.

The parent imports everything and runs nothing of it: no thread, no connection, no job. So a fork
starts on clean ground, in milliseconds instead of the seconds that an interpreter of its own
needs, and the memory of what was read is shared.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Any

from wanli.config.memory import give_back
from wanli.config.options import Options, load
from wanli.config.running import django_ready

LOG = logging.getLogger(__name__)
STEADY_SECONDS = 20.0
"""A child that has lived so long is forgiven its earlier deaths."""
LONGEST_PAUSE = 15.0
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
_forking = multiprocessing.get_context("fork")


def preload() -> None:
    """Read all the code that the children run."""
    import uvicorn  # noqa: F401
    from django.urls import get_resolver

    import wanli.config.asgi
    import wanli.config.folder  # noqa: F401

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()


def web(listener: socket.socket | None = None, *, fd: int | None = None) -> None:
    """Serve pages: on a socket that listens already, or, with as many processes as the options
    say, where they say."""
    import uvicorn

    options = load()
    chosen: dict[str, Any] = {
        "app": "wanli.config.asgi:application",
        "host": options.host,
        "port": options.port,
        "fd": fd,
        "lifespan": "off",
        "log_level": options.log_level.lower(),
        "access_log": False,
        "timeout_graceful_shutdown": 5,
        "proxy_headers": options.https,
    }
    if listener:
        uvicorn.Server(uvicorn.Config(**chosen)).run(sockets=[listener])
    else:
        uvicorn.run(**chosen, workers=options.web_processes)


def worker(*, concurrency: int = 2) -> None:
    """Do the jobs that wait."""
    django_ready()
    give_back()
    from django.core.management import call_command

    call_command("procrastinate", "worker", concurrency=concurrency)


def folder() -> None:
    """Keep the balances close behind the entries."""
    django_ready()
    from wanli.config.folder import run

    run()


@dataclass
class Child:
    """A process that should be there."""

    name: str
    work: Callable[[], None]
    process: BaseProcess | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0

    def tend(self, now: float, parting: Callable[[], None]) -> None:
        """Start it when it is not there; count deaths, so that a broken child is not spun.

        ``parting`` lets go, in the child, of what is the parent's alone.
        """
        if self.process and not self.process.is_alive():
            lived = now - self.started
            self.deaths = 1 if lived > STEADY_SECONDS else self.deaths + 1
            self.not_before = now + min(LONGEST_PAUSE, 0.2 * 2 ** (self.deaths - 1))
            LOG.warning("%s ended with %s", self.name, self.process.exitcode)
            self.process = None
        if self.process is None and now >= self.not_before:
            self.process = fork(self.name, self.work, parting)
            self.started = now


def life() -> None:
    """Let the demo move by itself."""
    django_ready()
    from wanli.config.life import run

    run()


def fork(
    name: str, work: Callable[[], None], parting: Callable[[], None] = lambda: None
) -> BaseProcess:
    """Run ``work`` in a child that goes when its parent goes."""
    process = _forking.Process(
        name=name, target=_in_the_child, args=(name, work, parting, os.getpid())
    )
    process.start()
    return process


def _in_the_child(
    name: str, work: Callable[[], None], parting: Callable[[], None], of: int
) -> None:
    libc: Any = ctypes.CDLL(None)
    # Not a polite signal: a parent that was killed leaves nobody to wait for slow goodbyes, and
    # whatever a child was doing is made to be picked up again.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NAME, f"wanli-{name}".encode())
    if os.getppid() != of:
        os._exit(1)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    parting()
    work()


def plan(options: Options, listener: socket.socket) -> list[Child]:
    """Everything that one machine runs."""
    found = [
        *(Child(f"web{n}", lambda: web(listener)) for n in range(options.web_processes)),
        Child("worker", worker),
        Child("folder", folder),
    ]
    if options.demo and options.alive:
        found.append(Child("life", life))
    return found
