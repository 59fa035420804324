"""One parent for all processes: starts them, restarts what dies, takes all down with it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TextIO

from wanli.config.children import Child, fork, plan, preload
from wanli.config.detached import AlreadyRunning, NotStarted, answers, state_file
from wanli.config.options import Options
from wanli.config.running import database_ready, own_server, schema_ready

GRACE_SECONDS = 8.0
PORT_SECONDS = 3.0


@dataclass
class Supervisor:
    """Everything one installation runs on one machine."""

    options: Options
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    lock: TextIO | None = None

    @property
    def state_file(self) -> Path:
        return state_file(self.options.data)

    def run(self, on_ready: Callable[[str], None] = lambda url: None) -> None:
        """Bring everything up and stay until told to stop (SIGTERM, SIGINT).

        Raises ``AlreadyRunning``. Leaves no process and no state file behind, the database
        server included when it is our own.
        """
        self._lock()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            self._prepare()
            listener = self._listen()
            url = self._url(listener)
            self.children = plan(self.options, listener)
            self._write_state(url)
            announced = False
            while not self.stopping:
                self._tend()
                if not announced and answers(url):
                    announced = True
                    self._write_state(url, ready=True)
                    on_ready(url)
                time.sleep(0.02 if not announced else 0.3)
        finally:
            self._take_down()

    def _lock(self) -> None:
        self.state_file.parent.mkdir(parents=True, exist_ok=True)
        self.lock = (self.state_file.parent / "up.lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        self.state_file.unlink(missing_ok=True)

    def _prepare(self) -> None:
        """Database and code at the same time; then the schema, in a process of its own: the
        parent never holds a connection."""
        with ThreadPoolExecutor(1) as beside:
            database = beside.submit(database_ready, self.options)
            preload()
        database.result()
        schema = fork("migrate", schema_ready, self._part)
        schema.join()
        if schema.exitcode:
            raise NotStarted("the database could not be brought up to date")

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET6 if ":" in self.options.host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listener, self.options.host, self.options.port)
        listener.listen(512)
        return listener

    def _url(self, listener: socket.socket) -> str:
        host = self.options.host
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}"

    def _tend(self) -> None:
        now = time.monotonic()
        for child in self.children:
            child.tend(now, self._part)

    def _part(self) -> None:
        """In a child: the lock stays with the parent, so that it ends with the parent."""
        if self.lock:
            self.lock.close()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _take_down(self) -> None:
        running = [c.process for c in self.children if c.process and c.process.is_alive()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            process.join(max(0.1, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()
        server = own_server(self.options)
        if server:
            server.stop()
        self.state_file.unlink(missing_ok=True)
        if self.lock:
            self.lock.close()

    def _write_state(self, url: str, *, ready: bool = False) -> None:
        state = {"pid": os.getpid(), "url": url, "ready": ready}
        state["children"] = {c.name: c.process.pid for c in self.children if c.process}
        draft = self.state_file.with_suffix(".new")
        draft.write_text(json.dumps(state))
        draft.replace(self.state_file)


def _bind(listener: socket.socket, host: str, port: int) -> None:
    """Take the port; waits a little for a predecessor that was killed to let go of it."""
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            listener.bind((host, port))
            return
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise NotStarted(
                    f"Port {port} on {host} cannot be used: {error.strerror}."
                ) from None
            time.sleep(0.1)
