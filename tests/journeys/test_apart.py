"""The parts of a larger installation: each on its own, on a PostgreSQL that Wanli did not start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests import command
from wanli.config.postgres import APPLICATION, OWNER, Server, binaries

PATIENCE = 60
DONE = "procrastinate_jobs WHERE status = 'succeeded' AND task_name LIKE '%seal_days'"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server with nothing in it, prepared with what Wanli prints; the addresses of both roles."""
    server = Server(tmp_path_factory.mktemp("theirs"), durable=False)
    server.start()
    try:
        script = command.said(command.wanli(Path("/nonexistent"), "database", "prepare"))
        where = make_conninfo(**server.conninfo(user="postgres", database="postgres"))
        psql = [str(binaries() / "psql"), "--quiet", "--set", "ON_ERROR_STOP=1", where]
        for _again in range(2):
            subprocess.run(psql, input=script, text=True, check=True, capture_output=True)
        yield {
            "WANLI_DATABASE_URL": make_conninfo(**server.conninfo(user=APPLICATION)),
            "WANLI_DATABASE_OWNER_URL": make_conninfo(**server.conninfo(user=OWNER)),
        }
    finally:
        server.stop()


@contextmanager
def running(data: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A part of Wanli, ended politely."""
    process = subprocess.Popen(
        [sys.executable, "-m", "wanli", "--data", str(data), *words],
        env=os.environ | environment,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) in (0, -signal.SIGTERM), words


def until(met: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if met():
            return True
        time.sleep(0.1)
    return False


def test_the_parts_work_together_on_a_database_of_their_own(
    database: dict[str, str], tmp_path: Path
) -> None:
    """Only the migration knows the owner; web, worker and folder do without."""
    data, application = tmp_path / "data", database["WANLI_DATABASE_URL"]
    owner = database["WANLI_DATABASE_OWNER_URL"]
    assert '"changed": true' in command.said(
        command.wanli(data, "database", "migrate", "--json", **database)
    )
    assert '"changed": false' in command.said(
        command.wanli(data, "database", "migrate", "--json", **database)
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    url = f"http://127.0.0.1:{port}/readyz"
    own = {"WANLI_DATABASE_URL": application, "WANLI_DATABASE_OWNER_URL": "", "WANLI_PORT": port}
    with ExitStack() as stack:
        for part in ("web", "worker", "folder"):
            stack.enter_context(running(data, part, **own))
        assert until(lambda: _answers(url))
        with psycopg.connect(owner, autocommit=True) as books:
            books.execute(
                "INSERT INTO ledger_entry"
                " (path, measure, delta, source_kind, source, day, at, kind, reason)"
                " VALUES ('w', 'residents', 1, 'person', gen_random_uuid(), now(), now(), 'o', '')"
            )
            assert until(lambda: _count(books, "ledger_tail") == 0)
            books.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                """ VALUES ('default', 'wanli.domains.audit.tasks.seal_days', '{"timestamp": 0}')"""
            )
            assert until(lambda: _count(books, DONE) == 1)
    looked = command.wanli(data, "doctor", **own)
    assert looked.returncode == 0, looked.stdout


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _count(books: psycopg.Connection[tuple[int]], table: str) -> int:
    row = books.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return row[0]
