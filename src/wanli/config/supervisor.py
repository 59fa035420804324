"""One parent for all processes: starts them, restarts what dies, takes all down with it."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from wanli.config.options import Options
from wanli.config.running import database_ready, migrate, own_server

LOG = logging.getLogger(__name__)
GRACE_SECONDS = 8.0
PORT_SECONDS = 3.0
STEADY_SECONDS = 20.0
"""A child that has lived so long is forgiven its earlier deaths."""
LONGEST_PAUSE = 15.0
PR_SET_PDEATHSIG = 1


class AlreadyRunning(Exception):
    """Another ``wanli up`` works on this data folder."""


class NotStarted(Exception):
    """``wanli up`` ended, or did not become ready; the message says what its log says."""


@dataclass
class Child:
    """A process that should be there."""

    name: str
    command: list[str]
    listens: bool = False
    """Whether it is handed the listening socket."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = 0.0


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
            database_ready(self.options)
            _in_a_process_of_its_own(migrate)
            listener = self._listen()
            url = self._url(listener)
            self._plan(listener)
            self._write_state(url)
            announced = False
            while not self.stopping:
                self._tend()
                if not announced and answers(url):
                    announced = True
                    self._write_state(url, ready=True)
                    on_ready(url)
                time.sleep(0.05 if not announced else 0.3)
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

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET6 if ":" in self.options.host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listener, self.options.host, self.options.port)
        listener.listen(512)
        listener.set_inheritable(True)
        return listener

    def _url(self, listener: socket.socket) -> str:
        host = self.options.host
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}"

    def _plan(self, listener: socket.socket) -> None:
        wanli = [sys.executable, "-m", "wanli"]
        self.listener = listener
        webs = range(self.options.web_workers)
        self.children = [
            *(
                Child(f"web{n}", [*wanli, "web", "--fd", str(listener.fileno())], listens=True)
                for n in webs
            ),
            Child("worker", [*wanli, "worker"]),
            Child("folder", [*wanli, "folder"]),
        ]

    def _tend(self) -> None:
        """Start what is not there; count deaths, so that a broken child is not spun."""
        now = time.monotonic()
        for child in self.children:
            if child.process and child.process.poll() is not None:
                lived = now - child.started
                child.deaths = 1 if lived > STEADY_SECONDS else child.deaths + 1
                child.not_before = now + min(LONGEST_PAUSE, 0.2 * 2 ** (child.deaths - 1))
                LOG.warning("%s ended with %s", child.name, child.process.returncode)
                child.process = None
            if child.process is None and now >= child.not_before:
                child.process = subprocess.Popen(
                    child.command,
                    pass_fds=(self.listener.fileno(),) if child.listens else (),
                    preexec_fn=_die_with_parent,
                    stdin=subprocess.DEVNULL,
                )
                child.started = now

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _take_down(self) -> None:
        running = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
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


def state_file(data: Path) -> Path:
    """Where a running ``wanli up`` says who and where it is."""
    return data / "run" / "up.json"


def running_state(data: Path) -> dict[str, Any] | None:
    """What a running ``wanli up`` says of itself; None when none runs.

    It runs while it holds its lock: a process number may long belong to somebody else.
    """
    try:
        with (state_file(data).parent / "up.lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return None
    except BlockingIOError:
        pass
    except OSError:
        return None
    try:
        state: dict[str, Any] = json.loads(state_file(data).read_text())
    except (OSError, ValueError):
        return None
    return state


def start_detached(options: Options, *, timeout: float = 90.0) -> str:
    """Run ``wanli up`` in the background; returns its address once it answers."""
    already = running_state(options.data)
    if already and already.get("ready"):
        return str(already["url"])
    log_file = options.data / "run" / "up.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"WANLI_PORT": str(options.port), "WANLI_HOST": options.host}
    with log_file.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wanli", "up"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=environment,
        )
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        state = running_state(options.data)
        if state and state.get("ready") and state["pid"] == process.pid:
            return str(state["url"])
        time.sleep(0.05)
    raise NotStarted(log_file.read_text(errors="replace")[-1500:])


def stop_running(data: Path, *, timeout: float = 30.0) -> bool:
    """End a running ``wanli up`` and wait for it; returns whether there was one."""
    state = running_state(data)
    if state is None:
        return False
    os.kill(int(state["pid"]), signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while running_state(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def answers(url: str) -> bool:
    """Whether the site is ready to work."""
    try:
        with urllib.request.urlopen(url + "/readyz", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _in_a_process_of_its_own(work: Callable[[], None]) -> None:
    """Run ``work`` in a child, so that the parent never holds Django or a connection."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            LOG.exception("setting up failed")
        finally:
            os._exit(status)
    _pid, status = os.waitpid(child, 0)
    if status:
        raise NotStarted("the database could not be brought up to date")


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


def _die_with_parent() -> None:
    # Not a polite signal: a parent that was killed leaves nobody to wait for slow goodbyes, and
    # whatever a child was doing is made to be picked up again.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
