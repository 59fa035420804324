"""A backup is whole or it is refused, with the folder that it was to fill still empty."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wanli.config import backup
from wanli.config.options import Options

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def options(own_database: dict[str, str], tmp_path: Path) -> Options:
    """An installation on a copy of the demo, with an uploaded file."""
    found = Options(
        data=tmp_path / "data",
        database_url=own_database["WANLI_DATABASE_URL"],
        database_owner_url=own_database["WANLI_DATABASE_OWNER_URL"],
    )
    found.uploads.mkdir(parents=True)
    (found.uploads / "sheet.jpg").write_bytes(bytes(range(256)) * 9000)
    return found


@pytest.fixture
def file(options: Options, tmp_path: Path) -> Path:
    target = tmp_path / "all.wanli"
    backup.write(options, target, PASSPHRASE)
    return target


def test_what_was_written_opens_with_its_passphrase_alone(file: Path) -> None:
    backup.check(file, PASSPHRASE)
    with pytest.raises(backup.BadBackup, match="Wrong passphrase"):
        backup.check(file, PASSPHRASE + "!")


def test_a_file_that_breaks_off_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    assert len(whole) > 2_000_000
    for left in (0, 7, 20, 26, 1000, -1, -1_500_000):
        file.write_bytes(whole[:left])
        with pytest.raises(backup.BadBackup):
            backup.check(file, PASSPHRASE)


def test_chunks_cannot_change_places_or_be_left_out(file: Path) -> None:
    whole = file.read_bytes()
    head = len(backup.MAGIC) + backup.SALT_BYTES
    size = 5 + backup.CHUNK + 16
    first, second, rest = (whole[head : head + size], whole[head + size : head + 2 * size],
        whole[head + 2 * size :])  # fmt: skip
    for wrong in (second + first + rest, second + rest, first + first + second + rest, first):
        file.write_bytes(whole[:head] + wrong)
        with pytest.raises(backup.BadBackup):
            backup.check(file, PASSPHRASE)


def test_a_full_disk_leaves_nothing_half_done(
    options: Options, own_database: dict[str, str], tmp_path: Path
) -> None:
    target = tmp_path / "all.wanli"
    target.write_bytes(b"the backup of yesterday")
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f 200; exec {sys.executable} -m wanli --data "$0" backup "$1"',
            str(options.data), str(target)],
        env=os.environ | own_database | {"WANLI_BACKUP_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "Error" in done.stderr
    assert target.read_bytes() == b"the backup of yesterday"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.wanli", "data"]
