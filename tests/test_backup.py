"""A backup is whole or it is refused, with the folder that it was to fill still empty."""

from __future__ import annotations

import json
import os
import shutil
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


KEEP_A_PICTURE = """
import sys; from tests.world import found
with acting(EVERYTHING), transaction.atomic():
    world = found(); print(world.photo(world.stairwell).pk)
"""
SHOW_THE_PICTURE = """
import sys; from wanli.domains.canvass.models import SheetPhoto
from wanli.domains.canvass.photos import read_photo
with acting(EVERYTHING), transaction.atomic():
    print(read_photo(SheetPhoto.objects.get(pk=sys.argv[1]))[:3].hex())
"""
SIGN = """
from wanli.ground.keys import signing_keys; print(signing_keys().sign(b"kept").hex())
"""
VERIFY = """
import sys; from wanli.ground.keys import signing_keys
print(signing_keys().verified(bytes.fromhex(sys.argv[1])).decode())
"""
READY = """
import django; django.setup(set_prefix=False)
from django.db import transaction
from wanli.ground.acting import acting; from wanli.kernel.scope import EVERYTHING
"""


def run(env: dict[str, str], data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    where = {"WANLI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "wanli.config.settings"}
    return subprocess.run(
        [sys.executable, *command],
        env=os.environ | env | where | {"WANLI_BACKUP_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_restored_into_a_database_of_ones_own_with_its_sealed_pictures(
    own_database: dict[str, str], empty_database: dict[str, str], tmp_path: Path
) -> None:
    data, other, file = tmp_path / "data", tmp_path / "other", tmp_path / "all.wanli"
    data.mkdir()
    for name in ("keys.json", "secret"):
        shutil.copy(Path(os.environ["WANLI_DATA"]) / name, data / name)
    kept = run(own_database, data, "-c", READY + KEEP_A_PICTURE)
    assert kept.returncode == 0, kept.stderr
    (picture,) = (data / "uploads" / "canvass").iterdir()
    assert not picture.read_bytes().startswith(b"\xff\xd8\xff")
    signed = run(own_database, data, "-c", READY + SIGN)
    made = run(own_database, data, "-m", "wanli", "backup", str(file))
    assert made.returncode == 0, made.stderr
    done = run(empty_database, other, "-m", "wanli", "restore", str(file), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["different"], said["differences"]) == ({}, 0)
    assert said["rows"] > 1000
    shown = run(empty_database, other, "-c", READY + SHOW_THE_PICTURE, kept.stdout.strip())
    assert shown.stdout.strip() == "ffd8ff", shown.stderr
    good = run(empty_database, other, "-c", READY + VERIFY, signed.stdout.strip())
    assert good.stdout.strip() == "kept", good.stderr
    assert (other / "signing.json").stat().st_mode & 0o077 == 0
    for proof in (["audit", "verify"], ["reconcile"]):
        assert run(empty_database, other, "-m", "wanli", *proof).returncode == 0


def test_a_database_that_is_not_empty_is_refused_before_anything_is_written(
    own_database: dict[str, str], file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    done = run(own_database, other, "-m", "wanli", "restore", str(file))
    assert done.returncode == 1
    assert "The database is not empty" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(other.iterdir()) == []


def test_the_owners_address_is_asked_for(
    empty_database: dict[str, str], file: Path, tmp_path: Path
) -> None:
    alone = empty_database | {"WANLI_DATABASE_OWNER_URL": ""}
    done = run(alone, tmp_path / "other", "-m", "wanli", "restore", str(file))
    assert done.returncode == 1
    assert "Set WANLI_DATABASE_OWNER_URL too" in done.stderr


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
