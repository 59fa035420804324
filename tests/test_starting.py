"""What a start looks at before it works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from wanli.config.children import Child, fork
from wanli.config.postgres import Server
from wanli.config.schema import schema_is_current

owner = pytest.mark.django_db(databases=["default", "owner"])


@owner
def test_a_schema_with_every_migration_is_current() -> None:
    assert schema_is_current()


@owner
def test_a_schema_that_misses_a_migration_is_not_current() -> None:
    MigrationRecorder(connections["owner"]).record_unapplied("people", "0001_initial")
    assert not schema_is_current()


def test_a_child_that_fails_says_so_with_its_exit_status() -> None:
    child = fork("failing", lambda: os._exit(7))
    child.join()
    assert child.exitcode == 7


def test_a_child_that_died_is_started_again_but_not_at_once() -> None:
    child = Child("short", signal.pause)
    child.tend(100.0, lambda: None)
    assert child.process
    first = child.process
    os.kill(first.pid or 0, signal.SIGKILL)
    first.join()
    child.tend(101.0, lambda: None)
    assert child.process is None
    child.tend(101.3, lambda: None)
    assert child.process is not None
    child.process.kill()
    child.process.join()


def test_the_lock_of_a_killed_server_is_forgotten_before_anybody_buries_it(tmp_path: Path) -> None:
    (tmp_path / "postgres").symlink_to("/bin/sleep")
    process = subprocess.Popen([tmp_path / "postgres", "60"])
    server = Server(tmp_path)
    server.cluster.mkdir()
    lock = server.cluster / "postmaster.pid"
    lock.write_text(f"{process.pid}\n")
    try:
        while Path(f"/proc/{process.pid}/comm").read_text() != "postgres\n":
            pass
        server._forget_dead_server()
        assert lock.exists()
    finally:
        process.kill()
    while ") Z " not in Path(f"/proc/{process.pid}/stat").read_text():
        pass
    server._forget_dead_server()
    assert not lock.exists()
    process.wait()


def test_what_few_pages_need_is_not_read_at_a_start(tmp_path: Path) -> None:
    seldom = {"apprise", "cwt", "numpy", "pypdf", "pyvrp", "shapely", "xlsxwriter"}
    code = (
        "import sys; from wanli.config.running import django_ready;"
        "from wanli.config.children import preload; django_ready(); preload();"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "WANLI_DATA": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    read = set(done.stdout.split())
    assert "django" in read
    assert read & seldom == set()
