"""A ``wanli up`` in the background: starting it, finding it, asking it, stopping it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOOK_SECONDS = 0.02


class AlreadyRunning(Exception):
    """Another ``wanli up`` works on this data folder."""


class NotStarted(Exception):
    """``wanli up`` ended, or did not become ready; the message says what its log says."""


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


def start_detached(data: Path, run: Callable[[], None], *, timeout: float = 90.0) -> str:
    """Let ``run`` go on in the background; returns its address once the site answers there."""
    already = running_state(data)
    if already and already.get("ready"):
        return str(already["url"])
    log_file = data / "run" / "up.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    pid = os.fork()
    if pid == 0:
        _apart(log_file, run)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and os.waitpid(pid, os.WNOHANG) == (0, 0):
        state = running_state(data)
        if state and state.get("ready") and state["pid"] == pid:
            return str(state["url"])
        time.sleep(LOOK_SECONDS)
    raise NotStarted(log_file.read_text(errors="replace")[-1500:])


def _apart(log_file: Path, run: Callable[[], None]) -> None:
    """In the child: a session of its own, speaking to the log; never returns."""
    status = 1
    try:
        os.setsid()
        log = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for number, stream in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
            os.dup2(stream, number)
        run()
        status = 0
    except Exception as error:
        os.write(2, f"{error}\n".encode())
    finally:
        os._exit(status)


def stop_running(data: Path, *, timeout: float = 30.0) -> bool:
    """End a running ``wanli up`` and wait for it; returns whether there was one."""
    state = running_state(data)
    if state is None:
        return False
    os.kill(int(state["pid"]), signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while running_state(data) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    return True


def answers(url: str) -> bool:
    """Whether the site is ready to work."""
    try:
        with urllib.request.urlopen(url + "/readyz", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
